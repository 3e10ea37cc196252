package lead

import "time"

// WarnAt is when to warn that the clock of a lead's visit runs out: [SLA.Warn] of
// the working time from State.Since to State.Due, in wall time without a calendar.
// It is zero where there is nothing to warn of: the status has no SLA or no Warn,
// the clock has ended (Due is zero), the lifecycle lacks the status, or the calendar
// cannot tell, because its holiday function panics.
//
// It is computed and not stored: a work list asks for the leads that are due before
// some time and keeps those whose warning has come. That time must lie as far ahead as
// a clock can run from its warning: for a day's work a week, with holidays two.
func (m *Machine[T]) WarnAt(s State) time.Time {
	i, err := m.table.where(&s)
	if err != nil || s.Due.IsZero() || s.Since.IsZero() {
		return time.Time{}
	}
	st := &m.table.statuses[i]
	if st.SLA == nil || st.warn == 0 {
		return time.Time{}
	}
	return st.warnAt(micro(s.Since), micro(s.Due))
}

// warnAt lies in [since, due]. A due date that came from another lifecycle may have
// no working time before it by this one: then the warning comes with it.
func (st *status) warnAt(since, due time.Time) time.Time {
	share := func(d time.Duration) time.Duration { return d / 100 * time.Duration(st.warn) }
	if !since.Before(due) || since.Unix() < year1 || due.Unix() >= year10000 {
		return due
	}
	if st.calendar == nil {
		return micro(since.Add(share(due.Sub(since))))
	}
	d, err := st.calendar.between(since, due)
	if err != nil {
		return time.Time{}
	}
	if d == 0 {
		return due
	}
	at, err := span{length: share(d)}.after(st.calendar, since)
	if err != nil {
		return time.Time{}
	}
	return at
}

// due is when the clock of a new visit runs out, or the lead wakes; wanted is the
// command's own word, which has been checked.
func (t *table) due(r *rule, to *status, entered, wanted time.Time) (time.Time, error) {
	switch {
	case to.Category == Waiting && !wanted.IsZero():
		return wanted, nil
	case to.Category == Waiting && r.wake != span{}:
		return r.wake.after(nil, entered)
	case to.Category == Waiting:
		return to.wake.after(nil, entered)
	case to.SLA != nil:
		return to.within.after(to.calendar, entered)
	}
	return time.Time{}, nil
}

// stays is the clock of a visit after an activity in it.
func (t *table) stays(s State, r *rule, a Actor) time.Time {
	st := &t.statuses[t.index[s.Status]]
	if st.SLA != nil && st.SLA.Until == r.Event && a.Kind == Human && a.Side == st.Side {
		return time.Time{}
	}
	return s.Due
}
