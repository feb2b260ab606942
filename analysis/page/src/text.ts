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
	exchange_online_retired: "Exchange Online (retired)",
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

/* A word of the run file; one that is not known here stays as it is. */
export function word(code: string): string {
	const key = `word_${code}` as Key;
	if (key in en)
		return texts[language][key];
	return code.replaceAll("_", " ");
}

/* What a finding adds: at its end may be a word of the run file. */
export const detail = (text: string) =>
	text.replace(/(?<=: )[a-z_]+$/, (code) =>
		`word_${code}` in en ? word(code) : code);

/* Why the agreement is not kept: "mail_v4_only", or a word. */
export function reason(code: string): string {
	const [, service, rest] = /^(web|www|mail|dns)_(.+)$/.exec(code) ?? [];
	return service ? `${t(service as Key)}: ${word(rest)}` : word(code);
}

export function platform(code: string): string {
	if (code === "other" || code === "none")
		return t(`platform_${code}`);
	if (code === "indeterminate")
		return word(code);
	return platforms[code] ??
		code.replace(/^./, (c) => c.toUpperCase()).replaceAll("_", " ");
}

export const group = (name: string) => name === "" ? t("no_group") : name;

export const number = (n: number) => n.toLocaleString(language);

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

export function date(iso: string, time = false): string {
	const when = new Date(iso);
	if (Number.isNaN(when.getTime()))
		return iso;
	return when.toLocaleString(language, { dateStyle: "long",
		...(time && { timeStyle: "short" as const }), timeZone: "UTC" }) +
		(time ? " UTC" : "");
}
