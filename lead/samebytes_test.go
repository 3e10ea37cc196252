package lead

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

const (
	sameBytesChild = "LEADLINE_TEST_SAME_BYTES" // set: this process is a child
	childsSum      = "same bytes: "             // begins the line with its sum
	childsSpoilt   = "spoilt: "                 // begins that with one which must differ
)

// What the package writes depends neither on the number of processors nor on the
// zone nor on the language of the machine: processes with other settings come to
// the same sum. A second sum, over the settings too, shows that those do reach the
// processes, and that a single word of them would be noticed.
func TestSameBytesWhateverTheMachine(t *testing.T) {
	if os.Getenv(sameBytesChild) != "" {
		h := sha256.New()
		n := &counter{Writer: h}
		everything(t, n)
		fmt.Printf("%s%x of %d bytes\n", childsSum, h.Sum(nil), n.n)
		fmt.Fprintln(h, noon.Local(), runtime.GOMAXPROCS(0), os.Getenv("LC_ALL"))
		fmt.Printf("%s%x\n", childsSpoilt, h.Sum(nil))
		return
	}
	machines := [][]string{
		{"GOMAXPROCS=1", "TZ=UTC", "LANG=C", "LC_ALL=C"},
		{"GOMAXPROCS=2", "TZ=Pacific/Apia", "LANG=tr_TR.UTF-8", "LC_ALL=tr_TR.UTF-8"},
		{"GOMAXPROCS=8", "TZ=America/St_Johns", "LANG=de_DE.UTF-8", "LC_ALL=de_DE.UTF-8"},
	}
	sums, spoilt := map[string][]string{}, map[string][]string{}
	for _, env := range machines {
		out := child(t, append(env, sameBytesChild+"=1"))
		sums[lineOf(t, out, childsSum)] = env
		spoilt[lineOf(t, out, childsSpoilt)] = env
	}
	if len(sums) != 1 {
		t.Errorf("not the same bytes: %v", sums)
	}
	if len(spoilt) != len(machines) {
		t.Errorf("the settings make no difference even where they are written: %v", spoilt)
	}
	for sum := range sums {
		t.Log(sum)
	}
}

// child runs this test in a process of its own and returns what it prints.
func child(t *testing.T, env []string) string {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), exe, "-test.run=^TestSameBytesWhateverTheMachine$", "-test.count=1")
	cmd.Env = append(os.Environ(), env...)
	cmd.Env = append(cmd.Env, "GORACE=atexit_sleep_ms=0") // a second each, under the race detector
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %v\n%s", env, err, out)
	}
	return string(out)
}

func lineOf(t *testing.T, out, begin string) string {
	t.Helper()
	for line := range strings.Lines(out) {
		if rest, ok := strings.CutPrefix(line, begin); ok {
			return strings.TrimSpace(rest)
		}
	}
	t.Fatalf("no line %q in:\n%s", begin, out)
	return ""
}

type counter struct {
	io.Writer
	n int
}

func (c *counter) Write(p []byte) (int, error) {
	c.n += len(p)
	return c.Writer.Write(p)
}

// everything writes all that the package can: drawings, identities, histories, lead
// pages and messages.
func everything(t *testing.T, out io.Writer) {
	w := bufio.NewWriter(out)
	defer w.Flush()
	for _, file := range []string{"standard.yaml", "testdata/good.yaml", "testdata/solar.yaml", "testdata/campus.json"} {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		spec, err := ReadSpec(bytes.NewReader(raw), file)
		if err != nil {
			t.Fatal(err)
		}
		b := namedBindings(spec)
		for name := range b.Guards {
			b.Guards[name] = func(_ context.Context, a Attempt[string]) (any, error) {
				if a.State.Version%5 == 0 {
					return nil, Blocker{Code: name, Message: "not now", Params: map[string]string{"at": a.At.Format(time.RFC3339), "guard": name}}
				}
				return proof{int(a.State.Version), "criteria@1", map[string]string{"grade": "A", "band": name}}, nil
			}
		}
		m, err := Compile(spec, b)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(w, m.ID())
		if err := m.WriteMermaid(w); err != nil {
			t.Fatal(err)
		}
		if err := m.WriteDOT(w); err != nil {
			t.Fatal(err)
		}
		walks(t, w, m)
	}
	files, err := filepath.Glob("testdata/bad/*.yaml")
	if err != nil || len(files) < 50 {
		t.Fatal(len(files), err)
	}
	for _, file := range files {
		_, err := compileFile(file)
		fmt.Fprintln(w, err)
	}
}

// walks sends leads on walks that are the same each time, and writes what a page, a
// refusal and a row look like.
func walks(t *testing.T, w io.Writer, m *Machine[string]) {
	r := rand.New(rand.NewPCG(6, 7))
	now := noon
	store := NewMemStore()
	tracker := NewTracker(m, store, Config{Now: func() time.Time { return now.In(time.Local) }})
	js := json.NewEncoder(w)
	write := func(v any) {
		if err := js.Encode(v); err != nil {
			t.Fatal(err)
		}
	}
	var events []Event
	for _, tr := range m.Spec().Transitions {
		events = append(events, tr.Event)
	}
	actors := []Actor{ann, mia, job, {ID: "lea", Side: LeadManagement}}
	for i := range 12 {
		id := fmt.Sprint("L", i)
		if _, err := tracker.Open(t.Context(), Command[string]{ID: id, Actor: mia, Key: id, Labels: map[string]string{"z": "1", "ı": "İ", "a": "ß"}}); err != nil {
			t.Fatal(err)
		}
		for range 25 {
			now = now.Add(time.Duration(r.IntN(5000)-200) * time.Minute)
			actor := actors[r.IntN(len(actors))]
			state, choices, err := tracker.Explain(t.Context(), id, actor, "")
			if err != nil {
				t.Fatal(err)
			}
			write(state)
			write(choices)
			cmd := Command[string]{ID: id, Event: events[r.IntN(len(events))], Actor: actor}
			open := slices.DeleteFunc(slices.Clone(choices), func(c Choice) bool { return len(c.Blockers) > 0 })
			if len(open) > 0 && r.IntN(4) > 0 {
				c := open[r.IntN(len(open))]
				cmd.Event, cmd.Note, cmd.Labels = c.Event, "İstanbul", map[string]string{}
				for _, need := range c.Needs {
					switch need.Kind {
					case NeedsReason:
						cmd.Reason = need.Options[r.IntN(len(need.Options))].Code
					case NeedsLabel:
						cmd.Labels[need.Name] = "1,5"
					}
				}
				for _, label := range slices.Sorted(maps.Keys(state.Labels)) {
					if r.IntN(8) == 0 {
						cmd.Labels[label] = "" // removes it
					}
				}
				cmd.Key = fmt.Sprint("k", state.Version)
			}
			if _, err := tracker.Apply(t.Context(), cmd); err != nil {
				fmt.Fprintln(w, err)
			}
		}
	}
	rows := 0
	for tr, err := range store.History(t.Context(), Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		write(tr)
		rows++
	}
	for tr, err := range store.History(t.Context(), Query{Current: true, DueBefore: noon.AddDate(10, 0, 0)}) {
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(w, tr.LeadID, tr.Due, CursorOf(tr))
	}
	if rows < 50 {
		t.Errorf("only %d rows: these walks show little", rows)
	}
}
