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

// Left is how much time the clock of a lead's visit has at now before it runs out:
// working time in the calendar of its status's SLA, wall time without one, at most
// what a Duration holds. Less than zero is for how long it has been overdue, counted
// in the same way. It is zero at Due, and as long as the office is closed around it;
// whether a lead is overdue tells now.After(s.Due).
//
// It is false where there is no clock to read: the status has no SLA, the clock has
// ended (Due is zero), the lifecycle lacks the status, now is the zero time or not of
// the years 1 to 9999, or the calendar cannot tell, because its holiday function
// panics. What a parked lead has left until it wakes is Due.Sub(now).
func (m *Machine[T]) Left(s State, now time.Time) (left time.Duration, ok bool) {
	i, err := m.table.where(&s)
	if err != nil || s.Due.IsZero() || now.IsZero() {
		return 0, false
	}
	st := &m.table.statuses[i]
	if st.SLA == nil || !dated(now) || !dated(s.Due) {
		return 0, false
	}
	now, due := micro(now), micro(s.Due)
	if due.Before(now) {
		left, err = st.elapsed(due, now)
		return -left, err == nil
	}
	left, err = st.elapsed(now, due)
	return left, err == nil
}

// warnAt lies in [since, due]. A due date that came from another lifecycle may have
// no working time before it by this one: then the warning comes with it.
func (st *status) warnAt(since, due time.Time) time.Time {
	share := func(d time.Duration) time.Duration { return d / 100 * time.Duration(st.warn) }
	if !since.Before(due) || !dated(since) || !dated(due) {
		return due
	}
	d, err := st.elapsed(since, due)
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
	return micro(at)
}

// elapsed is the time in [a, b) on the clock of the status, at most what a Duration
// holds.
func (st *status) elapsed(a, b time.Time) (time.Duration, error) {
	if st.calendar == nil {
		return b.Sub(a), nil
	}
	return st.calendar.between(a, b)
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
