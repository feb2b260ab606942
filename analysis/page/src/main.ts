/* SPDX-License-Identifier: Apache-2.0 */
/* main.ts - puts the page together. */
import { isDiff } from "./data";
import { diffPage } from "./diff_page";
import { draw } from "./frame";
import { reportPage } from "./report_page";
import { setLanguage } from "./text";

setLanguage(navigator.language);
draw(await (isDiff() ? diffPage() : reportPage()));
performance.mark("ready");
document.documentElement.dataset.ready = "yes";
