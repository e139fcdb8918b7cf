/** What an importer should make of a made-up round, from the applications themselves. */

const time = (date) => (date === null ? null : `${date}T00:00:00Z`);
const yesNo = (flag) => (flag ? 'yes' : 'no');
const hyphened = (words) => words.toLowerCase().replaceAll(' ', '-');
const PERSONAL = [/@applicant\.example/, /\+49/, /^Tel\./, /^fax /];
const isPersonal = (text) => text !== null && PERSONAL.some((pattern) => pattern.test(text));

function detailOf(a) {
  const detail = { idn: yesNo(a.aLabel !== null), 'script-code': a.script };
  for (const flag of ['community', 'geographic', 'brand']) if (a[flag] !== null) detail[flag] = yesNo(a[flag]);
  if (a.objections) detail.objections = a.objections;
  if (a.assessment) detail['name-collision-assessment'] = a.assessment;
  if (a.website) detail.website = a.website;
  if (a.remarks && !isPersonal(a.remarks)) detail.remarks = a.remarks;
  return detail;
}

function statusOf(a) {
  if (!a.statusKnown) return { status: a.status, 'status-known': 'no' };
  return a.status === null || hyphened(a.status) === a.standing ? {} : { status: hyphened(a.status) };
}

const bare = (a, ldh, standing) =>
  ({ round: '2026', id: a.id ?? '', ldh, applicant: a.applicant, standing, since: null, replacement: '', contentionSet: '', variants: [], detail: {} });

/** The entries of one application, in their order. */
export function entriesOf(a) {
  const standing = a.standing ?? 'applied';
  const byStatus = standing === 'replaced';
  const moved = a.replacementLdh !== null && (byStatus || a.taken === true);
  const original = {
    ...bare(a, a.ldh, moved ? 'replaced' : standing), since: moved && !byStatus ? null : time(a.since), replacement: a.replacementLdh ?? '',
    contentionSet: a.contentionSet ?? '', variants: a.variantLdhs, detail: { ...detailOf(a), ...(moved && !byStatus ? {} : statusOf(a)) },
  };
  const entries = [original];
  if (moved) {
    original.detail['replaced-by'] = a.replacementLdh;
    entries.push({ ...bare(a, a.replacementLdh, byStatus ? 'applied' : standing), since: time(a.since),
      detail: { replaces: a.ldh, ...(byStatus ? {} : statusOf(a)) } });
  }
  if (a.from === null) return entries;
  const active = entries.at(-1);
  const delegation = active.standing === 'temporary-delegation' ? active : bare(a, active.ldh, 'temporary-delegation');
  if (delegation !== active) entries.push(delegation);
  delegation.since = time(a.from);
  if (a.until) delegation.detail.until = time(a.until);
  return entries;
}

const contending = new Set(['temporary-delegation', 'contracted', 'confirmed', 'applied', 'on-hold']);

/** Strings with two or more applications in the race, unless the source names the set of each. */
function contested(all) {
  const sets = new Map();
  for (const a of all) {
    for (const entry of entriesOf(a).filter(({ standing }) => contending.has(standing))) {
      const set = sets.get(entry.ldh) ?? new Map();
      if (!set.has(entry.id)) set.set(entry.id, entry.contentionSet);
      sets.set(entry.ldh, set);
    }
  }
  return [...sets.values()].filter((set) => set.size > 1 && [...set.values()].some((named) => named === '')).length;
}

export function summaryOf(all) {
  const entries = all.flatMap(entriesOf);
  const contacts = all.flatMap((a) => Object.values(a.contact)).filter((value) => value !== null).length;
  return { summary: {
    applications: all.length, entries: entries.length, strings: new Set(entries.map(({ ldh }) => ldh)).size, contested: contested(all),
    droppedValues: contacts + all.filter((a) => isPersonal(a.remarks)).length, unknownStatuses: all.filter((a) => !a.statusKnown).length,
  } };
}
