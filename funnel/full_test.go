package funnel

import (
	"bytes"
	"fmt"
	"iter"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strconv"
	"testing"
	"time"

	"github.com/leadline-go/leadline/lead"
)

// stream yields six rows of each lead with all that a report looks at. So many leads
// as are together take turns; then the next ones follow.
func stream(leads, together int) iter.Seq2[lead.Transition, error] {
	t0 := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	sources := []string{"web", "fair", "mail", "partner", "phone"}
	bands := []string{"hot", "warm", "cold"}
	refused := []string{"not_icp", "no_interest", "not_reached"}
	ids := make([]string, together)
	labels := make([]map[string]string, 15)
	for i := range labels {
		labels[i] = map[string]string{
			"source": sources[i%5], "score_band": bands[i%3], "criteria": "signed", "amount": strconv.Itoa(1000 + i), "owner": "u1",
		}
	}
	return func(yield func(lead.Transition, error) bool) {
		for from := 0; from < leads; from += together {
			for i := range min(together, leads-from) {
				ids[i] = fmt.Sprintf("%08x-5f5b-4c0f-8000-%012x", uint32(from+i)*2654435761, from+i)
			}
			for v := range 6 {
				for i := range min(together, leads-from) {
					l := from + i
					at := t0.Add(time.Duration(l*29%31_000_000)*time.Second + time.Duration(v*(20+l%300))*time.Hour + time.Duration(l%1_000_003)*time.Microsecond)
					t := lead.Transition{
						LeadID: ids[i], Version: int64(v + 1), At: at, Recorded: at, Since: at, Labels: labels[l%15],
						Actor: lead.Actor{ID: "u1", Kind: lead.Human, Side: lead.Sales},
					}
					t.Event, t.To = "move", []lead.Status{"inquiry", "engaged", "mql", "sal", "sql", "won"}[v]
					switch {
					case v == 2:
						t.Due = at.Add(200 * time.Hour)
					case v == 3 && l%3 == 0:
						t.Event, t.To, t.Reason = "reject", "recycled", refused[l/3%3]
					case v == 3:
						t.Event, t.Due = "accept", at.Add(24*time.Hour)
					case v == 4 && l%3 == 0:
						t.To, t.Due = "mql", at.Add(200*time.Hour)
					case v == 4 && l%3 == 1:
						t.Event, t.To = "touch", "sal"
					case v == 5 && l%4 != 0:
						t.To = "lost"
					}
					if !yield(t, nil) {
						return
					}
				}
			}
		}
	}
}

func streamFunnel(tb testing.TB) *Funnel {
	spec := FromLifecycle(lead.Standard())
	spec.Amount = "amount"
	spec.Goals = []GoalSpec{{Stage: "mql", Per: Month, AtLeast: 1000}}
	f, err := Compile(spec)
	if err != nil {
		tb.Fatal(err)
	}
	return f
}

func streamOptions() Options {
	return Options{AsOf: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), By: "source", Wins: 100}
}

// A child process makes the report, so that its peak is that of nothing else.
func TestManyLeadsInBoundedMemory(t *testing.T) {
	t.Parallel()
	leads, most := 50_000, 250 // MB
	if os.Getenv("LEADLINE_FULL") == "1" {
		leads, most = 1_000_000, 1500
	}
	if n, err := strconv.Atoi(os.Getenv("LEADLINE_TEST_LEADS")); err == nil {
		began := time.Now()
		r, err := streamFunnel(t).Report(stream(n, 1000), streamOptions())
		if err != nil {
			t.Fatal(err)
		}
		if r.Counts.Leads != int64(n) || r.HandOff.Total.Offered < int64(n) || len(r.Cohorts.Rows) == 0 {
			t.Errorf("leads %d, offers %d: not what was streamed", r.Counts.Leads, r.HandOff.Total.Offered)
		}
		fmt.Printf("report in %.1f s\n", time.Since(began).Seconds())
		status, err := os.ReadFile("/proc/self/status")
		if err != nil {
			t.Skip("no /proc to read the peak from: ", err) // the parent sees to it
		}
		fmt.Println(string(regexp.MustCompile(`VmHWM:.*`).Find(status)))
		return
	}
	if raceBuild {
		t.Skip("the race detector takes memory of its own")
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestManyLeadsInBoundedMemory$", "-test.v")
	cmd.Env = append(os.Environ(), "LEADLINE_TEST_LEADS="+strconv.Itoa(leads), "GOGC=100")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	found := regexp.MustCompile(`VmHWM:\s+(\d+) kB`).FindSubmatch(out)
	if found == nil && runtime.GOOS != "linux" {
		t.Skipf("no peak in:\n%s", out)
	} else if found == nil {
		t.Fatalf("no peak in:\n%s", out)
	}
	peak, err := strconv.Atoi(string(found[1]))
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d leads: peak %d MB, %s", leads, peak/1024, bytes.TrimSpace(regexp.MustCompile(`report in .*`).Find(out)))
	if peak/1024 > most {
		t.Errorf("%d leads: peak %d MB, want at most %d", leads, peak/1024, most)
	}
}
