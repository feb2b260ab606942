/* SPDX-License-Identifier: Apache-2.0 */
/* text.ts - the page's words, in the language that is chosen. */
import en from "./en.json";
import nl from "./nl.json";
import type { Share } from "./report";

export type Key = keyof typeof en;
export type Language = "en" | "nl";

const texts: Record<Language, Record<Key, string>> = { en, nl };
const platforms: Record<string, string> = {
	exchange_online: "Exchange Online",
	outlook_consumer: "Outlook.com",
	mailbox_org: "mailbox.org", ovh: "OVH", ionos: "IONOS",
	godaddy: "GoDaddy", trend_micro: "Trend Micro",
};
let language: Language = "en";

export const currentLanguage = () => language;

export function setLanguage(wanted: string): void {
	language = wanted.startsWith("nl") ? "nl" : "en";
	document.documentElement.lang = language;
}

export function t(key: Key, values: Record<string, unknown> = {}): string {
	return texts[language][key].replace(/\{(\w+)\}/g,
		(_, name) => String(values[name]));
}

export const knows = (code: string) => `word_${code}` in en;

/* A word of the run file; one that is not known here stays as it is. */
export function word(code: string): string {
	const key = `word_${code}` as Key;
	if (key in en)
		return texts[language][key];
	return code.replaceAll("_", " ");
}

/* Why the agreement is not kept: "mail_v4_only", or a word. */
export function reason(code: string): string {
	const [, service, rest] = /^(web|www|mail|dns)_(.+)$/.exec(code) ?? [];
	return service ? `${t(service as Key)}: ${word(rest)}` : word(code);
}

export function platform(code: string): string {
	const key = `platform_${code}` as Key;
	if (key in en)
		return t(key);
	if (code === "indeterminate")
		return word(code);
	return platforms[code] ??
		code.replace(/^./, (c) => c.toUpperCase()).replaceAll("_", " ");
}

/* Where a run was measured from; "unnamed" is what scan says by itself. */
export const place = (vantage: string) =>
	vantage === "" || vantage === "unnamed" ? t("nowhere") : vantage;

export const group = (name: string) => name === "" ? t("no_group") : name;

export const number = (n: number) => n.toLocaleString(language);

/* With one decimal. */
export const tenths = (n: number) => n.toLocaleString(language,
	{ minimumFractionDigits: 1, maximumFractionDigits: 1,
		useGrouping: false });

/* Rounded down, so that only all is 100 %. */
export function percent({ count, of }: Share): string {
	if (of === 0)
		return "–";
	const share = Math.floor(count * 100 / of);
	return count > 0 && share === 0 ? "<1%" : `${share}%`;
}

/* "3 of 7", or shorter. */
export function countOf({ count, of }: Share, short = false): string {
	return short ? `${number(count)}/${number(of)}` :
		t("of", { part: number(count), whole: number(of) });
}

/* "2019-03" with its month in words; a year alone stays. */
export const month = (iso: string) => /^\d{4}-\d\d$/.test(iso) ?
	new Date(iso).toLocaleString(language,
		{ year: "numeric", month: "long", timeZone: "UTC" }) : iso;

export function date(iso: string, time = false): string {
	const when = new Date(iso);
	if (Number.isNaN(when.getTime()))
		return iso;
	return when.toLocaleString(language, { dateStyle: "long",
		...(time && { timeStyle: "short" as const }), timeZone: "UTC" }) +
		(time ? " UTC" : "");
}
