// The look of everything inside a shadow root, as one constructable style sheet (no inline styles: a strict CSP lets it be).

const CSS = `
:host {
  --ground: #f4f6f8; --card: #ffffff; --ink: #17212b; --soft: #51606f; --line: #d3dae1; --accent: #0b5f6e; --on-accent: #ffffff;
  --tint: #e6f1f2; --good: #14602f; --good-ground: #e3f3e8; --fair: #6d4c00; --fair-ground: #fbf0d3; --bad: #98201b;
  --bad-ground: #fbe6e4; --mark: #ffe9a3;
  all: initial; display: block; direction: rtl; color: var(--ink); color-scheme: light;
  font: 1rem/1.9 "Porsesh Vazirmatn", Vazirmatn, Tahoma, sans-serif;
}
@media (prefers-color-scheme: dark) {
  :host {
    --ground: #12181e; --card: #1b232b; --ink: #e8edf1; --soft: #a9b6c2; --line: #37434f; --accent: #6cc5d3; --on-accent: #06262c;
    --tint: #1d343a; --good: #93dcaa; --good-ground: #17351f; --fair: #f0cf80; --fair-ground: #3a2f10; --bad: #ffb0aa;
    --bad-ground: #43201e; --mark: #5c4a0c; color-scheme: dark;
  }
}
*, *::before, *::after { box-sizing: border-box; }
[hidden] { display: none !important; }
h2, h3, h4, p, ul, ol, figure { margin: 0; padding: 0; }
ul, ol { list-style: none; }
button, textarea, select { font: inherit; color: inherit; }
a { color: var(--accent); text-underline-offset: .25em; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: .3rem; }
.hidden { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.meta { display: flex; flex-wrap: wrap; gap: .2rem .6rem; align-items: center; color: var(--soft); font-size: .86rem; }
.badge { padding: 0 .55em; border-radius: 1em; border: 1px solid currentColor; font-size: .8rem; line-height: 1.7; white-space: nowrap; }
.good { color: var(--good); background: var(--good-ground); } .fair { color: var(--fair); background: var(--fair-ground); }
.bad { color: var(--bad); background: var(--bad-ground); } .plain { color: var(--soft); }
.cite { color: var(--on-accent); background: var(--accent); border-color: var(--accent); }
.doubt { color: var(--fair); background: var(--fair-ground); border-radius: .4rem; padding: .1rem .6rem; font-size: .86rem; }
mark { background: var(--mark); color: inherit; border-radius: .2em; padding-inline: .1em; text-decoration: underline dotted; }
button { cursor: pointer; border: 1px solid var(--accent); border-radius: .6rem; padding: .25rem 1.1rem; background: var(--accent); color: var(--on-accent); }
button.quiet { background: transparent; color: var(--accent); }
button[aria-pressed="true"] { background: var(--accent); color: var(--on-accent); }
button:disabled { opacity: .55; cursor: not-allowed; }

.ask { display: grid; gap: .5rem; }
.ask label { font-weight: 600; }
.ask .row { display: flex; flex-wrap: wrap; gap: .6rem; align-items: flex-end; }
select { background: var(--card); border: 1.5px solid var(--soft); border-radius: .7rem; padding: .15rem .6rem; max-inline-size: 100%; }
textarea { flex: 1 1 14rem; min-inline-size: 0; resize: vertical; background: var(--card); border: 1.5px solid var(--soft); border-radius: .7rem; padding: .45rem .8rem; }
textarea:focus-visible { outline-offset: 0; border-radius: .7rem; }
.examples { display: flex; flex-wrap: wrap; gap: .4rem; }
.examples button { font-size: .86rem; text-align: start; border-color: var(--line); background: var(--card); color: var(--ink); padding: .15rem .8rem; }

.log { display: grid; gap: 1.4rem; }
.turn { scroll-margin-block: 1rem; display: grid; gap: .8rem; min-inline-size: 0; }
.question { font-size: 1.05rem; font-weight: 600; border-inline-start: .3rem solid var(--accent); padding-inline-start: .7rem; overflow-wrap: anywhere; }
.answer { background: var(--card); border: 1px solid var(--line); border-radius: .9rem; padding: .9rem 1.1rem; display: grid; gap: .5rem; min-block-size: 3.6rem; }
.answer .text { font-size: 1.14rem; font-weight: 500; overflow-wrap: anywhere; white-space: pre-line; }
.answer.none { border-style: dashed; border-color: var(--soft); }
.answer.failed { border-color: var(--bad); }
.waiting { color: var(--soft); }
.waiting::after { content: "…"; animation: breathe 1.2s ease-in-out infinite; }
@keyframes breathe { 50% { opacity: .2; } }
.citations { display: grid; gap: .1rem; font-size: .92rem; }
.citations li { display: flex; gap: .5rem; align-items: baseline; }
.feedback { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; font-size: .86rem; color: var(--soft); }
.feedback button { padding: .05rem .7rem; }
.feedback form { flex: 1 1 100%; display: grid; gap: .4rem; }
.feedback fieldset { border: 1px solid var(--line); border-radius: .6rem; padding: .3rem .8rem; display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; margin: 0; }
.feedback textarea { flex: none; inline-size: 100%; }
.evidence { display: grid; gap: .8rem; min-inline-size: 0; }
.evidence > :is(h3, h4) { font-size: .95rem; color: var(--soft); font-weight: 600; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .8rem; padding: .8rem 1rem; display: grid; gap: .4rem; min-inline-size: 0; }
.card.cited { border-color: var(--accent); border-inline-start-width: .35rem; }
.quote { white-space: pre-line; overflow-wrap: anywhere; text-align: start; }
details > summary { cursor: pointer; color: var(--accent); padding-block: .2rem; }
details[open] > summary { margin-block-end: .6rem; }
details .stack { display: grid; gap: .8rem; }

.scroll { overflow-x: auto; max-inline-size: 100%; }
table { border-collapse: collapse; inline-size: 100%; font-size: .92rem; }
caption { text-align: start; font-weight: 600; padding-block-end: .4rem; }
th, td { border: 1px solid var(--line); padding: .25rem .6rem; text-align: start; vertical-align: top; font-weight: inherit; }
thead th { min-inline-size: 4rem; background: var(--tint); font-weight: 600; font-size: .86rem; }
tbody th { font-weight: 600; }
td.number { text-align: start; white-space: nowrap; }
td .meta { min-inline-size: 10rem; }
tr.cited > * { background: var(--tint); }
tr.total > * { border-block-start: 2px solid var(--soft); font-weight: 600; }

.viewer { inline-size: min(72rem, calc(100vw - 1.5rem)); max-block-size: calc(100dvh - 2rem); border: 1px solid var(--line); border-radius: 1rem; padding: 0 1.2rem 1rem; background: var(--ground); color: var(--ink); overflow: auto; }
.viewer::backdrop { background: #0009; }
.viewer header { position: sticky; inset-block-start: 0; background: var(--ground); display: flex; justify-content: space-between; align-items: center; gap: .5rem; padding-block: .8rem; z-index: 1; }
.viewer header button, .panel > header button { flex: none; }
.viewer h2 { font-size: 1.05rem; min-inline-size: 0; overflow-wrap: anywhere; }
.lines, .sides { display: grid; }
.sides, .lines li { grid-template-columns: 6.5rem 1fr 1fr; column-gap: 1rem; }
.sides { font-weight: 600; color: var(--soft); font-size: .9rem; padding-inline: .8rem; }
.sides span:first-child { grid-column: 2; }
.lines { gap: .35rem; margin-block: .4rem .8rem; }
.lines li { display: grid; align-items: start; background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: .4rem .8rem; }
.lines li.cited { border-color: var(--accent); border-inline-start-width: .4rem; background: var(--tint); }
.lines li > p { min-inline-size: 0; overflow-wrap: anywhere; }
.lines li > .meta:nth-of-type(4), .lines .doubt { grid-column: 2 / -1; }
.raw { color: var(--soft); } .repaired { font-weight: 500; }
.side { display: none; color: var(--soft); font-weight: 400; font-size: .82rem; }
.status:empty { display: none; }
@media (max-width: 44rem) {
  .sides { display: none; } .side { display: inline; }
  .lines li { display: block; }
}

.launcher { position: fixed; inset-block-end: 1.2rem; inset-inline-end: 1.2rem; z-index: 2147483000; border-radius: 2rem; padding: .55rem 1.3rem; box-shadow: 0 .3rem 1rem #0004; font-weight: 600; }
.panel { position: fixed; inset-block-end: 5rem; inset-inline-end: 1.2rem; z-index: 2147483000; display: flex; flex-direction: column; inline-size: min(27rem, calc(100vw - 2rem)); block-size: min(42rem, calc(100dvh - 6.5rem)); background: var(--ground); border: 1px solid var(--line); border-radius: 1rem; box-shadow: 0 .6rem 2.4rem #0005; overflow: hidden; }
:host([position="start"]) :is(.launcher, .panel) { inset-inline: 1.2rem auto; }
.panel > header { display: flex; justify-content: space-between; align-items: center; gap: .5rem; padding: .6rem 1rem; background: var(--accent); color: var(--on-accent); }
.panel > header h2 { font-size: 1rem; }
.panel > header button { border-color: currentColor; color: inherit; }
.panel > header :focus-visible { outline-color: currentColor; }
.panel .log { flex: 1; overflow-y: auto; padding: 1rem; align-content: start; overscroll-behavior: contain; }
.panel .ask { padding: .7rem 1rem; border-block-start: 1px solid var(--line); background: var(--card); }
@media (max-width: 30rem) {
  .panel { inset: 0 !important; inline-size: 100vw; block-size: 100dvh; border-radius: 0; border: 0; }
  .launcher[aria-expanded="true"] { display: none; }
}
.inline { display: grid; gap: 1.4rem; }

.tables { display: grid; gap: .8rem; }
.filter { display: flex; flex-wrap: wrap; gap: .3rem .8rem; align-items: center; margin-block-end: .6rem; }
.tables .card > h3 { font-size: 1rem; font-weight: 600; }
.tables .body { display: grid; gap: .6rem; }
.filter input { font: inherit; color: inherit; background: var(--card); border: 1.5px solid var(--soft); border-radius: .7rem; padding: .3rem .8rem; inline-size: min(26rem, 100%); }
.sign { font-size: .8rem; padding-inline-start: .35em; background: none; }
.checks { display: grid; gap: .1rem; font-size: .88rem; }
@media (prefers-reduced-motion: no-preference) { .panel { animation: rise .16s ease-out; } }
@keyframes rise { from { transform: translateY(.8rem); opacity: 0; } }
@media (prefers-reduced-motion: reduce) { .waiting::after { animation: none; } }
.suggestions { list-style: none; display: flex; flex-wrap: wrap; gap: .4rem; padding: 0; margin-block: .6rem 0; }
.suggestions button { text-align: start; }
@media print { .ask, .feedback, .launcher { display: none; } }
`;

let sheet = null;

/** Gives a shadow root the common look. */
export function dress(root) {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
  }
  root.adoptedStyleSheets = [sheet];
}

let font = null;

/** The font is a matter of the document, not of the shadow root; where it may not be loaded the page's own fonts do. */
export function loadFont(base) {
  font ??= new FontFace("Porsesh Vazirmatn", `url("${new URL("static/fonts/vazirmatn-nl-variable.woff2", base)}")`, {
    weight: "100 900",
    display: "swap",
    unicodeRange: "U+0600-06FF, U+200C-200F, U+FB50-FDFF, U+FE70-FEFF",
  });
  document.fonts.add(font);
  font.load().catch(() => document.fonts.delete(font));
}
