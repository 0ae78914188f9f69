/** What the sign-in page adds to the common style sheet. */
export const SIGN_IN_STYLE = `
:root { --warm: #fdecd2; --warm-ink: #6d3d05; --cool: #e2e8fb; --cool-ink: #27397f; --wrong: #9b2115;
  --chosen: #fff; }
@media (prefers-color-scheme: dark) {
  :root { --warm: #4d3410; --warm-ink: #ffe1b0; --cool: #26336b; --cool-ink: #dbe3ff; --wrong: #ffb4a9;
    --chosen: #38414f; }
}
.lead { margin: -.875rem 0 1rem; color: var(--soft); font-size: .9375rem; text-wrap: pretty; }
.lead strong { color: var(--ink); overflow-wrap: anywhere; }
.people { margin-top: 0; gap: .625rem; }
.person { display: grid; grid-template-columns: auto 1fr auto; align-items: center; gap: .875rem; padding: .625rem .875rem;
  border-color: var(--line); text-align: left; font-weight: 400; }
.person:hover { border-color: var(--action); }
.person > span:nth-child(2) { min-width: 0; }
.person strong { display: block; font-weight: 600; }
.person small { display: block; color: var(--soft); font-size: .875rem; line-height: 1.35; }
.person::after { content: ''; width: .5rem; height: .5rem; margin-right: .25rem; border: solid var(--soft);
  border-width: 2px 2px 0 0; transform: rotate(45deg); }
.face { display: grid; place-items: center; width: 2.5rem; height: 2.5rem; border-radius: 50%; font-weight: 700; }
.customer { color: var(--good-ink); background: var(--good); }
.staff { color: var(--warm-ink); background: var(--warm); }
.admin { color: var(--cool-ink); background: var(--cool); }
.or { display: flex; align-items: center; gap: .75rem; margin: 1rem 0 .75rem; color: var(--soft); font-size: .875rem;
  font-weight: 600; }
.or::before, .or::after { content: ''; flex: 1; border-top: 1px solid var(--line); }
.other { margin-top: 0; gap: .875rem; }
label, legend { font-size: .875rem; font-weight: 600; }
input[type=text] { display: block; width: 100%; min-height: 3rem; margin-top: .375rem; padding: .5rem .875rem; font: inherit;
  font-size: 1rem; color: inherit; background: transparent; border: 1px solid var(--soft); border-radius: .75rem; }
input:focus-visible { outline: 3px solid var(--action); outline-offset: 3px; }
.wrong { margin: .375rem 0 0; color: var(--wrong); font-size: .875rem; }
input[aria-invalid=true] { border-color: var(--wrong); box-shadow: inset 0 0 0 1px var(--wrong); }
fieldset { margin: 0; padding: 0; border: 0; min-width: 0; }
legend { padding: 0; }
.roles { display: grid; grid-template-columns: repeat(3, auto); gap: .25rem; margin-top: .375rem; padding: .25rem;
  background: var(--ground); border: 1px solid var(--line); border-radius: .75rem; }
.roles label { position: relative; display: grid; place-items: center; min-height: 2.5rem; padding: 0 .5rem;
  border-radius: .5rem; color: var(--soft); cursor: pointer; }
.roles input { position: absolute; inset: 0; margin: 0; opacity: 0; cursor: pointer; }
.roles label:has(:checked) { color: var(--ink); background: var(--chosen); box-shadow: 0 1px 3px #0004; }
.roles label:has(:focus-visible) { outline: 3px solid var(--action); outline-offset: 2px; }
.leave { margin: .25rem 0 -.75rem; }
.leave button { border-color: transparent; color: var(--soft); }
.leave button:hover { color: var(--ink); }
@media (forced-colors: active) { .roles label:has(:checked) { outline: 2px solid Highlight; } }
`;
