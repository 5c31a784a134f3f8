/** How the status page looks: one sheet inside the page, light and dark, from a phone up. */
export const style = `
:root{color-scheme:light dark;--bg:#f6f7f9;--card:#fff;--text:#1b1f24;--soft:#5b6573;--line:#dfe3e8;--link:#0b5cad;--ok:#1f883d;--minor:#b08800;--major:#d9680d;--critical:#cf222e;--maint:#3b6fd4;--none:#d5dae0}
@media (prefers-color-scheme:dark){:root{--bg:#0e1116;--card:#161b22;--text:#e6e9ee;--soft:#9aa4b2;--line:#2a313b;--link:#6cb1ff;--ok:#3fb950;--minor:#d7a500;--major:#f0883e;--critical:#f85149;--maint:#79a6ff;--none:#39414d}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--text);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:anywhere}
main,header,footer{max-width:52rem;margin:0 auto;padding:0 1rem}
header{padding-top:2rem}
h1{font-size:1.5rem;margin:0 0 .25rem}h2{font-size:1.1rem;margin:2rem 0 .75rem}h3{font-size:1rem;margin:0}
a{color:var(--link)}p{margin:.25rem 0}
small,time,.soft{color:var(--soft);font-size:.875rem}
.card{background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:1rem;margin:0 0 .75rem}
.banner{border-radius:.5rem;padding:1rem;margin:1.25rem 0;color:#fff;font-weight:600;font-size:1.1rem;background:#1a7f37}
.banner.minor{background:#8a6a00}.banner.major{background:#b4530a}.banner.critical{background:#b3202b}.banner.maintenance{background:#2f5bb0}
.row{display:flex;justify-content:space-between;gap:1rem;flex-wrap:wrap}
.state{font-weight:600}
.operational{color:var(--ok)}.degraded_performance{color:var(--minor)}.partial_outage{color:var(--major)}.major_outage{color:var(--critical)}.under_maintenance{color:var(--maint)}
.bars{display:flex;gap:2px;height:2rem;margin:.5rem 0 .25rem}
.bars i{flex:1;border-radius:1px;background:var(--none)}
.bars .operational{background:var(--ok)}.bars .degraded_performance{background:var(--minor)}.bars .partial_outage{background:var(--major)}.bars .major_outage{background:var(--critical)}
@media (max-width:40rem){.bars i:nth-child(-n+60){display:none}.far{display:none}}
@media (min-width:40.01rem){.near{display:none}}
.update{border-left:3px solid var(--line);padding-left:.75rem;margin:.75rem 0;white-space:pre-line}
.incident.minor{border-left:4px solid var(--minor)}.incident.major{border-left:4px solid var(--major)}.incident.critical{border-left:4px solid var(--critical)}
form{display:flex;gap:.5rem;flex-wrap:wrap;margin:.5rem 0}
input{flex:1 1 14rem;min-width:0;padding:.55rem .7rem;border:1px solid var(--line);border-radius:.375rem;background:var(--bg);color:var(--text);font:inherit}
button{padding:.55rem 1rem;border:0;border-radius:.375rem;background:#0b5cad;color:#fff;font:inherit;font-weight:600;cursor:pointer}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
footer{padding:1.5rem 1rem 3rem;color:var(--soft);font-size:.875rem}
`
