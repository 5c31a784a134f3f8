/** What people look at and want to see move. */
export const changingNouns = ['release', 'group', 'incident', 'escalation', 'page', 'service', 'pipeline', 'oncall']
