package sqltest

import (
	"context"
	"testing"
	"time"

	"github.com/leadline-go/leadline/lead"
)

// BenchmarkAppendBesidePreparedLoop: Append of 1,000 rows beside what a loop over
// prepared statements in one transaction makes of the same rows.
func BenchmarkAppendBesidePreparedLoop(b *testing.B) {
	run := func(b *testing.B, d *database) {
		s, w := d.store(), newTwin(d)
		tr := lead.NewTracker(standardMachine(b), s, lead.Config{Now: ticking()})
		ours, theirs := openLeads(b, tr, "a", 1000), openLeads(b, tr, "b", 1000)
		rows := func(ids []string, i int) []lead.Transition {
			trs := make([]lead.Transition, len(ids))
			for n, id := range ids {
				trs[n] = lead.Transition{
					LeadID: id, Version: int64(3 + i), Event: event(i), From: "engaged", To: "recycled", Prior: "engaged",
					At: began, Recorded: began, Since: began, Due: began.Add(time.Hour), Actor: mia, Note: "called twice",
					Labels: map[string]string{"source": "web", "product": "roof", "region": "north"}, Spec: "twin@1",
				}
			}
			return trs
		}
		beside(b, 1, func(i int) error { return s.Append(b.Context(), rows(ours, i)...) },
			func(i int) error { return w.appendAll(b.Context(), rows(theirs, i)) })
	}
	b.Run("sqlite full", func(b *testing.B) { run(b, sqlite(b)) })
	b.Run("sqlite normal", func(b *testing.B) { run(b, sqlite(b, "synchronous(NORMAL)")) })
	b.Run("postgres", func(b *testing.B) { run(b, postgres(b)) })
}

func (w *twin) appendAll(ctx context.Context, trs []lead.Transition) error {
	tx, err := w.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // after a commit there is nothing to roll back
	loop := *w
	for i, text := range []string{w.head, w.row, w.personal} {
		if loop.prepared[i], err = tx.PrepareContext(ctx, text); err != nil {
			return err
		}
		defer loop.prepared[i].Close()
	}
	const labels = `{"product":"roof","region":"north","source":"web"}`
	for i := range trs {
		t := &trs[i]
		at, due := t.At.UnixMicro(), t.Due.UnixMicro()
		side, kind := string(t.Actor.Side), string(lead.Human)
		err := loop.writeIn(ctx, []any{t.Version, string(t.To), at, at, due, string(t.Prior), labels, side, kind, t.LeadID, t.Version - 1},
			[]any{
				t.LeadID, t.Version, string(t.Event), string(t.From), string(t.To), string(t.Prior), at, at, at, due,
				side, kind, "", "", labels, "[]", "", "", t.Spec, 0,
			}, []any{t.LeadID, t.Version, t.Actor.ID, t.Note, ""})
		if err != nil {
			return err
		}
	}
	return tx.Commit()
}

// writeIn writes by statements that were prepared in the transaction.
func (w *twin) writeIn(ctx context.Context, head, row, personal []any) error {
	if err := w.one(w.prepared[0].ExecContext(ctx, head...)); err != nil {
		return err
	}
	if _, err := w.prepared[1].ExecContext(ctx, row...); err != nil {
		return err
	}
	_, err := w.prepared[2].ExecContext(ctx, personal...)
	return err
}
