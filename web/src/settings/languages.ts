/** Languages by name on screen, by code (ISO 639) in the API. */

const CODES =
  "ar bg bn ca cs cy da de el en es et fa fi fr ga he hi hr hu id is it ja ko lt lv ms nb nl pa pl pt ro ru sk sl sr sv sw ta th tr uk ur vi zh".split(
    " ",
  );

const names = new Intl.DisplayNames("en", { type: "language" });
const byName = new Map(CODES.map((code) => [names.of(code) ?? code, code]));

export const LANGUAGES = [...byName.keys()].sort();

export function languageName(code: string): string {
  return names.of(code) ?? code;
}

/** The code of a known name; other input is left to the API's validation. */
export function languageCode(name: string): string {
  return byName.get(name) ?? name;
}
