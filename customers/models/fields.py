KEY_LENGTH = 254  # of an email key, as of an address (RFC 5321)
