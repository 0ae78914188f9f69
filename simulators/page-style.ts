/**
 * The style sheet that all pages share: one column, with light and dark colours. Text has a contrast of at least
 * 4.5 : 1 (WCAG 2.2 AA).
 */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1c2330; --soft: #566072; --paper: #fff; --ground: #eef1f6; --line: #d5dbe5;
  --action: #1f4fd8; --pressed: #1a43b8; --on-action: #fff; --hover: #f1f4fa; --shade: 0 12px 32px #1c23301f;
  --good: #dff3e4; --good-ink: #10522a; --bad: #fde7e4; --bad-ink: #7f1d13; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #eef1f6; --soft: #aab4c5; --paper: #1b212c; --ground: #10141b; --line: #38414f;
    --action: #86a8ff; --pressed: #a5bfff; --on-action: #0b1430; --hover: #252d3a; --shade: 0 12px 32px #0006;
    --good: #123d22; --good-ink: #c9f2d5; --bad: #4a1712; --bad-ink: #ffd9d4; }
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; min-height: 100svh; display: grid; place-items: center; padding: 1rem;
  color: var(--ink); background: var(--ground); font: 1rem/1.5 system-ui, sans-serif; }
main { width: 100%; max-width: 27rem; padding: clamp(1.25rem, 6vw, 2.25rem); background: var(--paper);
  border: 1px solid var(--line); border-radius: 1.25rem; box-shadow: var(--shade); }
h1 { margin: 0 0 1.25rem; font-size: 1.625rem; line-height: 1.2; letter-spacing: -.01em; text-wrap: balance; }
.brand { margin: 0 0 .375rem; color: var(--soft); font-size: .875rem; font-weight: 600; }
.note { margin: 1.5rem 0 0; padding-top: 1rem; color: var(--soft); border-top: 1px solid var(--line);
  font-size: .875rem; text-align: center; text-wrap: balance; }
dl { margin: 0; }
dl div { display: flex; align-items: baseline; justify-content: space-between; gap: 1.5rem; padding: .625rem 0; }
dl div + div { border-top: 1px solid var(--line); }
dt { color: var(--soft); flex: none; }
dd { margin: 0; text-align: right; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
.amount { font-size: 1.375rem; }
form { display: grid; gap: .75rem; margin-top: 1.5rem; }
button { min-height: 3rem; padding: .5rem 1rem; font: inherit; font-weight: 600; cursor: pointer; color: var(--ink);
  background: transparent; border: 1px solid var(--soft); border-radius: .75rem; }
button:hover { background: var(--hover); }
button.primary { color: var(--on-action); background: var(--action); border-color: var(--action); }
button.primary:hover { background: var(--pressed); border-color: var(--pressed); }
button:focus-visible { outline: 3px solid var(--action); outline-offset: 3px; }
.back { margin: 1.25rem 0 0; text-align: center; }
.back a { display: inline-block; padding: .625rem 1rem; color: var(--action); font-weight: 600; }
.notice { margin: 0 0 1rem; padding: .75rem 1rem; border-radius: .75rem; border-left: 4px solid currentColor; }
.good { color: var(--good-ink); background: var(--good); }
.bad { color: var(--bad-ink); background: var(--bad); }
`;
