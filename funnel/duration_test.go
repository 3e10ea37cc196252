package funnel_test

import (
	"testing"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
)

func inferred(version int64, rows []lead.Transition) []lead.Transition {
	return with(rows, func(t *lead.Transition) { t.Inferred = t.Version == version })
}

func TestTimeToNext(t *testing.T) {
	activity := funnel.Options{Basis: funnel.Activity, From: day(4), To: day(6)}
	for _, tt := range []struct {
		name    string
		history []lead.Transition
		options funnel.Options
		want    string // from a to b
	}{
		{
			name:    "runs from the first entry to the first entry after it",
			history: path("x", "a@1", "a@2", "d@3", "a@4", "b@5", "a@6", "b@9"),
			want:    "n=1 open=0 mean=4 p50=4 p90=4 km=4",
		},
		{
			name:    "may be nothing",
			history: path("x", "a@1", "b@1"),
			want:    "n=1 open=0 mean=0 p50=0 p90=0 km=0",
		},
		{
			name:    "does not exist for a lead that was never in the stage",
			history: path("x", "b@1"),
			want:    "n=0 open=0 mean=? p50=? p90=? km=?",
		},
		{
			name:    "is open for a lead that has not moved on",
			history: path("x", "a@1"),
			want:    "n=0 open=1 mean=? p50=? p90=? km=?",
		},
		{
			name:    "is open for a lead that skipped the next stage",
			history: path("x", "a@1", "c@2"),
			want:    "n=0 open=1 mean=? p50=? p90=? km=?",
		},
		{
			name:    "is open for a lead that was there before",
			history: path("x", "b@1", "a@2"),
			want:    "n=0 open=1 mean=? p50=? p90=? km=?",
		},
		{
			name:    "is open for a lead that ended elsewhere",
			history: path("x", "a@1", "lost@2"),
			want:    "n=0 open=1 mean=? p50=? p90=? km=?",
		},
		{
			name:    "is open for a lead whose next stage lies behind as-of",
			history: path("x", "a@1", "b@11"),
			want:    "n=0 open=1 mean=? p50=? p90=? km=?",
		},
		{
			name:    "is taken later by a lead that ran backwards and came again",
			history: path("x", "b@1", "a@2", "b@5"),
			want:    "n=1 open=0 mean=3 p50=3 p90=3 km=3",
		},
		{
			name: "has quantiles of type 7 and a median that counts the open ones",
			// Steps of 1, 2 and 4 days; x4 is watched for 3 days without one.
			// Type 7: p50 = 2, p90 = 2 + 0.8·2. Kaplan–Meier: 3/4 after day 1,
			// 1/2 after day 2, and 0 after day 4, so level at 1/2 from 2 to 4.
			history: join(path("x1", "a@0", "b@1"), path("x2", "a@0", "b@2"), path("x3", "a@0", "b@4"), path("x4", "a@7")),
			want:    "n=3 open=1 mean=2.33333 p50=2 p90=3.6 km=3",
		},
		{
			name: "has no median by Kaplan–Meier if fewer than half ever make it",
			history: join(path("x1", "a@0", "b@1"), path("x2", "a@0"), path("x3", "a@0"),
				path("x4", "a@0", "b@2"), path("x5", "a@0")),
			want: "n=2 open=3 mean=1.5 p50=1.5 p90=1.9 km=?",
		},
		{
			name:    "does not start at an inferred row",
			history: inferred(1, path("x", "a@1", "b@3")),
			want:    "n=0 open=0 mean=? p50=? p90=? km=?",
		},
		{
			name:    "does not end at an inferred row",
			history: inferred(2, path("x", "a@1", "b@3")),
			want:    "n=0 open=0 mean=? p50=? p90=? km=?",
		},
		{
			name:    "takes no notice of an inferred row that is neither",
			history: inferred(2, path("x", "a@1", "d@2", "b@3")),
			want:    "n=1 open=0 mean=2 p50=2 p90=2 km=2",
		},
		{
			name:    "on the activity basis n is of steps that ended in the window",
			history: join(path("x", "a@1", "b@5"), path("y", "a@1", "b@6"), path("z", "a@1", "b@2")),
			options: activity,
			want:    "n=1 open=0 mean=4 p50=4 p90=4 km=?",
		},
		{
			name:    "on the activity basis Kaplan–Meier is of steps that began in it, followed to as-of",
			history: join(path("x", "a@4", "b@7"), path("y", "a@5", "b@10"), path("z", "a@5.5"), path("u", "a@3"), path("v", "a@6")),
			options: funnel.Options{Basis: funnel.Activity, From: day(4), To: day(6)},
			// 2/3 after 3 days; z is cut off at 4.5; 0 after 5 days.
			want: "n=0 open=1 mean=? p50=? p90=? km=5",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.options.AsOf = day(10)
			r := report(t, abc(t), tt.history, tt.options)
			if got := days(r.Stages[0].TimeToNext); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestLastStageHasNoTimeToNext(t *testing.T) {
	r := report(t, abc(t), path("x", "a@0", "b@1", "c@2"), funnel.Options{AsOf: day(10)})
	if d := r.Stages[2].TimeToNext; d != nil {
		t.Errorf("got %s, want nil", days(d))
	}
}

func TestTimeInStatus(t *testing.T) {
	activity := funnel.Options{Basis: funnel.Activity, From: day(4), To: day(6)}
	type times struct{ visits, cumulative, latest string }
	const nothing = "n=0 open=0 mean=? p50=? p90=? km=?"
	for _, tt := range []struct {
		name    string
		history []lead.Transition
		options funnel.Options
		want    times // of status a
	}{
		{
			name:    "one visit is each visit, all and the last; activities do not split it",
			history: path("x", "a@1", "a@2", "b@4"),
			want: times{
				"n=1 open=0 mean=3 p50=3 p90=3 km=3",
				"n=1 open=0 mean=3 p50=3 p90=3 km=3",
				"n=1 open=0 mean=3 p50=3 p90=3 km=3",
			},
		},
		{
			name:    "several visits add up to one cumulative time",
			history: path("x", "a@1", "b@2", "a@5", "b@8"),
			want: times{
				"n=2 open=0 mean=2 p50=2 p90=2.8 km=2",
				"n=1 open=0 mean=4 p50=4 p90=4 km=4",
				"n=1 open=0 mean=3 p50=3 p90=3 km=3",
			},
		},
		{
			name:    "an open visit is cut off at as-of and not in n",
			history: join(path("x", "a@1", "b@2", "a@9"), path("y", "a@0", "c@4")),
			// Visits of 1 and 4 days, one open after 1 day. Kaplan–Meier: 2/3
			// after day 1, 0 after day 4. Cumulative: y 4 days, x open after 2.
			want: times{
				"n=2 open=1 mean=2.5 p50=2.5 p90=3.7 km=4",
				"n=1 open=1 mean=4 p50=4 p90=4 km=4",
				"n=1 open=1 mean=4 p50=4 p90=4 km=4",
			},
		},
		{
			name:    "a visit that began with an inferred row has no time",
			history: inferred(1, path("x", "a@1", "b@4")),
			want:    times{nothing, nothing, nothing},
		},
		{
			name:    "one that ended with an inferred row has none either",
			history: inferred(2, path("x", "a@1", "b@4")),
			want:    times{nothing, nothing, nothing},
		},
		{
			name:    "an inferred activity takes nothing away",
			history: inferred(2, path("x", "a@1", "a@2", "b@4")),
			want: times{
				"n=1 open=0 mean=3 p50=3 p90=3 km=3",
				"n=1 open=0 mean=3 p50=3 p90=3 km=3",
				"n=1 open=0 mean=3 p50=3 p90=3 km=3",
			},
		},
		{
			name:    "a first visit without a time leaves the latest one its own",
			history: inferred(1, path("x", "a@1", "b@4", "a@5", "b@7")),
			want: times{
				"n=1 open=0 mean=2 p50=2 p90=2 km=2",
				nothing,
				"n=1 open=0 mean=2 p50=2 p90=2 km=2",
			},
		},
		{
			name:    "a last visit without a time leaves the first one its own",
			history: inferred(3, path("x", "a@1", "b@4", "a@5", "b@7")),
			want:    times{"n=1 open=0 mean=3 p50=3 p90=3 km=3", nothing, nothing},
		},
		{
			name:    "on the activity basis n is of what ended in the window, Kaplan–Meier of what began in it",
			history: join(path("x", "a@1", "b@5", "a@5.5", "b@8"), path("y", "a@5")),
			options: activity,
			// Ended: x's first visit, 4 days. Begun: x's second, 2.5 days, and
			// y's, open after 5 days. x's visits together began before the
			// window and ended after it.
			want: times{
				"n=1 open=1 mean=4 p50=4 p90=4 km=3.75",
				"n=0 open=1 mean=? p50=? p90=? km=?",
				"n=0 open=1 mean=? p50=? p90=? km=3.75",
			},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.options.AsOf = day(10)
			s := status(t, report(t, abc(t), tt.history, tt.options), "a").Time
			got := times{days(&s.Visits), days(&s.Cumulative), days(&s.Latest)}
			if got != tt.want {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}
