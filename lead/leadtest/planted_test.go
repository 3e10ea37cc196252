package leadtest

import (
	"context"
	"errors"
	"iter"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	_ "github.com/leadline-go/leadline/internal/lazygc"
	"github.com/leadline-go/leadline/lead"
)

// faulty is a store with one method or another replaced.
type faulty struct {
	lead.Store
	load    func(ctx context.Context, id, key string) (lead.State, *lead.Transition, error)
	append  func(ctx context.Context, trs ...lead.Transition) error
	history func(ctx context.Context, q lead.Query) iter.Seq2[lead.Transition, error]
}

func (f faulty) Load(ctx context.Context, id, key string) (lead.State, *lead.Transition, error) {
	if f.load != nil {
		return f.load(ctx, id, key)
	}
	return f.Store.Load(ctx, id, key)
}

func (f faulty) Append(ctx context.Context, trs ...lead.Transition) error {
	if f.append != nil {
		return f.append(ctx, trs...)
	}
	return f.Store.Append(ctx, trs...)
}

func (f faulty) History(ctx context.Context, q lead.Query) iter.Seq2[lead.Transition, error] {
	if f.history != nil {
		return f.history(ctx, q)
	}
	return f.Store.History(ctx, q)
}

// A bug is planted into a good store, and breaks these promises at least.
type bug struct {
	name   string
	breaks []string
	plant  func(good lead.Store) lead.Store
}

// bugs are all of them, in groups.
func bugs() map[string][]bug {
	return map[string][]bug{
		"append": appendBugs(), "load": loadBugs(), "history": historyBugs(), "paging": pagingBugs(), "hang": hangBugs(),
	}
}

// childVariable names the group of bugs with which the test runs itself as a
// program of its own: only so a suite that failed can be looked at.
const childVariable = "LEADTEST_BUGS"

func TestSuiteFindsPlantedBugs(t *testing.T) {
	if group := os.Getenv(childVariable); group != "" {
		for _, b := range bugs()[group] {
			t.Run(b.name, func(t *testing.T) {
				StoreSuite(t, func(*testing.T) lead.Store { return b.plant(lead.NewMemStore()) })
			})
		}
		return
	}
	for group, list := range bugs() {
		t.Run(group, func(t *testing.T) {
			t.Parallel()
			verdicts, out := suiteOn(t, group, list)
			for _, b := range list {
				for _, p := range b.breaks {
					if got := verdicts[underscored(b.name+"/"+p)]; got != "FAIL" {
						t.Errorf("a store that %s: %q gave %q, want FAIL", b.name, p, got)
					}
				}
			}
			if t.Failed() {
				t.Log(out)
			}
		})
	}
}

// suiteOn runs the suite on a group of bugs, of its checks those that a bug shall
// make fail.
func suiteOn(t *testing.T, group string, list []bug) (verdicts map[string]string, output string) {
	t.Helper()
	var patterns []string
	for _, b := range list {
		for _, p := range b.breaks {
			patterns = append(patterns, "^TestSuiteFindsPlantedBugs$/^"+regexp.QuoteMeta(b.name)+"$/^"+regexp.QuoteMeta(p)+"$")
		}
	}
	timeout := "5m"
	if group == "hang" {
		timeout = "5s" // of which the suite waits one half
	}
	return rerun(t, group, "-test.timeout="+timeout, "-test.run="+strings.Join(patterns, "|"))
}

var verdict = regexp.MustCompile(`(?m)^ *--- (PASS|FAIL): [^/ ]+/([^/ ]+/[^/ ]+) \(`)

// rerun runs this test as a program of its own on a group of bugs, and wants it to
// fail. Verdicts are by the names of bug and check.
func rerun(t *testing.T, group string, args ...string) (verdicts map[string]string, output string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self, append(args, "-test.v")...)
	cmd.Env = append(os.Environ(), childVariable+"="+group)
	out, err := cmd.CombinedOutput()
	if _, failed := errors.AsType[*exec.ExitError](err); !failed {
		t.Fatalf("the suite passes, error %v:\n%s", err, out)
	}
	verdicts = map[string]string{}
	for _, m := range verdict.FindAllStringSubmatch(string(out), -1) {
		verdicts[m[2]] = m[1]
	}
	return verdicts, string(out)
}

// underscored is how the testing package writes a name.
func underscored(name string) string { return strings.ReplaceAll(name, " ", "_") }

// What fails in the test above, fails for the bug and not for how it is planted.
func TestFaultyStoreWithoutABugPasses(t *testing.T) {
	checkKeyOnce(t, faulty{Store: lead.NewMemStore()})
	checkKeyedRow(t, faulty{Store: lead.NewMemStore()})
	checkOrder(t, faulty{Store: lead.NewMemStore()})
}

func TestEveryPromiseIsBrokenByAPlantedBug(t *testing.T) {
	broken := map[string]bool{}
	for _, list := range bugs() {
		for _, b := range list {
			for _, p := range b.breaks {
				broken[p] = true
			}
		}
	}
	for _, p := range promises() {
		if !broken[p.name] {
			t.Errorf("no planted bug breaks %q", p.name)
		}
	}
}
