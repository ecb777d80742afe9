"""The policy for a mail in a frame: it brings its styles in its tags, loads nothing and can do nothing else."""

from csp.constants import NONE, SELF, UNSAFE_INLINE

BOXED_IN = {
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "img-src": ["data:"],  # the logo, written out
    "frame-ancestors": [SELF],
    "base-uri": [NONE],
    "form-action": [NONE],
    "sandbox": True,
}
