/* SPDX-License-Identifier: Apache-2.0 */
/* dialog.ts - what opens over the page; Escape closes, and the focus goes
   back. */
import { h, stranger } from "./dom";
import { t } from "./text";

export function openDialog(name: string, content: (Node | null)[]): void {
	const dialog = h("dialog", { "aria-labelledby": "evidence-title",
		class: "evidence", close: () => dialog.remove() },
		h("header", {},
			h("h2", { id: "evidence-title" }, stranger(name)),
			h("button", { type: "button", click: () => dialog.close() },
				t("close"))),
		h("div", { class: "evidence-body" }, ...content));
	document.body.append(dialog);
	dialog.showModal();
}
