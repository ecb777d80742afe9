// Instants in the browser's own zone, with its name. Without this file they stand in the zone that the server knows.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
// The server writes English days before their months.
const language = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;
const day = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", year: "numeric", numberingSystem: "latn" });
const hour = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
// A zone is named after a city, in English; browsers do not know the city's name in other languages.
const city = language === "en-GB" ? zone.split("/").pop().replaceAll("_", " ") : "";
const offset = new Intl.DateTimeFormat("en", { timeZoneName: "shortOffset" });

for (const time of zone ? document.querySelectorAll("time[data-local]") : []) {
  const at = new Date(time.dateTime);
  const away = offset.formatToParts(at).find((part) => part.type === "timeZoneName").value;
  const words = { "%day": day.format(at), "%hour": hour.format(at), "%place": city ? `${city} (${away})` : away };
  time.textContent = time.dataset.local.replace(/%(day|hour|place)/g, (name) => words[name]);
}
