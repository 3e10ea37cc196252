package sqltest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadsql"
)

// A context may end at any moment of a write: before it, in the middle, while the disk
// is waited for, or when all is done. Drivers may tell of its end in each case.
func TestAWriteWhoseContextEndedHasBeenDoneOnlyIfNobodyKnows(t *testing.T) {
	const leads = 300
	soon := func(ctx context.Context, i int) (context.Context, context.CancelFunc) {
		return context.WithTimeout(ctx, time.Duration(i%100)*20*time.Microsecond)
	}
	for _, tt := range []struct {
		name  string
		ready func(t *testing.T, d *database)
		write func(ctx context.Context, s *leadsql.Store, i int) error
		done  func(t *testing.T, d *database) bool
	}{
		{
			"Rewind",
			func(t *testing.T, d *database) { consume(t, d.store(), "c", 1) },
			func(ctx context.Context, s *leadsql.Store, i int) error {
				ctx, cancel := soon(ctx, i)
				defer cancel()
				return s.Rewind(ctx, "c")
			},
			func(t *testing.T, d *database) bool {
				return d.count(t, `SELECT count(*) FROM leadline_consumers`) == 0
			},
		},
		{
			"PruneKeys",
			func(t *testing.T, d *database) { d.sends(t, `UPDATE leadline_rows SET key = 'k', key_hash = '0f'`) },
			func(ctx context.Context, s *leadsql.Store, i int) error {
				ctx, cancel := soon(ctx, i)
				defer cancel()
				n, err := s.PruneKeys(ctx, began.AddDate(1, 0, 0))
				if (n == 0) != (err != nil) {
					return fmt.Errorf("%d keys and error %w", n, err)
				}
				return err
			},
			func(t *testing.T, d *database) bool {
				return d.count(t, `SELECT count(*) FROM leadline_rows WHERE key <> ''`) == 0
			},
		},
		{
			"Consume",
			func(t *testing.T, d *database) { d.sends(t, `DELETE FROM leadline_consumers`) },
			func(ctx context.Context, s *leadsql.Store, i int) error {
				ctx, cancel := context.WithCancel(ctx)
				defer cancel()
				_, err := s.Consume(ctx, "c", 10, func([]lead.Transition) error {
					time.AfterFunc(time.Duration(i%100)*20*time.Microsecond, cancel)
					return nil
				})
				return err
			},
			func(t *testing.T, d *database) bool {
				return d.count(t, `SELECT count(*) FROM leadline_consumers`) == 1
			},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			onEach(t, func(t *testing.T, d *database) {
				var rows []lead.Transition
				for i := range leads {
					rows = append(rows, plainRow(fmt.Sprintf("L%04d", i), 1))
				}
				s := d.store()
				appendTo(t, s, rows...)
				errs, lies := 0, 0
				tries := sized(400, 4000)
				if d.dialect == leadsql.Postgres {
					tries /= 10 // it takes longer
				}
				for i := range tries {
					tt.ready(t, d)
					err := tt.write(t.Context(), s, i*37)
					if err != nil {
						errs++
					}
					if done := tt.done(t, d); done != (err == nil) && !errors.Is(err, lead.ErrUnknownOutcome) {
						if lies++; lies == 1 {
							t.Errorf("done: %v, but told: %v", done, err)
						}
					}
				}
				if errs == 0 {
					t.Fatal("no context ended in time: nothing was tested")
				}
				t.Logf("%d errors, %d of them lies", errs, lies)
			})
		})
	}
}
