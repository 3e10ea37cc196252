package sqltest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
	gocmp "github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/lead"
)

// call is what a client asks for.
type call struct {
	op        string // open, apply or load
	id        string
	event     lead.Event
	side      lead.Side
	ifVersion int64
	key       string
}

// answer is what it is told. Of unknown nothing is known: the call took place at
// any time since, or never.
type answer struct {
	kind    string
	version int64 // of the row, or of the state
	status  lead.Status
	keyed   int64 // load: the version of the row that carries the key
}

// sequential is a lead as one client after the other sees it. used are the keys, as
// "key=what was asked=version=status;".
type sequential struct {
	version int64
	status  lead.Status
	used    string
}

// moves are the steps of the standard lifecycle that the clients try, by hand.
var moves = map[string]lead.Status{
	"inquiry engage marketing": "engaged", "recycled engage marketing": "engaged",
	"inquiry recycle marketing": "recycled", "engaged recycle marketing": "recycled",
	"inquiry qualify marketing": "mql", "engaged qualify marketing": "mql", "recycled qualify marketing": "mql",
	"mql accept sales": "sal", "mql reject sales": "recycled", "sal touch sales": "sal",
}

func (s sequential) do(c call) (sequential, answer) {
	now := answer{version: s.version, status: s.status}
	is := func(kind string) (sequential, answer) { now.kind = kind; return s, now }
	what, before := fmt.Sprint(c.event, "/", c.side), int64(0)
	var same bool
	for use := range strings.SplitSeq(s.used, ";") {
		if part := strings.Split(use, "="); c.key != "" && part[0] == c.key {
			same = part[1] == what
			fmt.Sscan(part[2], &before)
			if c.op != "load" {
				now = answer{version: before, status: lead.Status(part[3])}
			}
		}
	}
	to := moves[fmt.Sprint(s.status, " ", c.event, " ", c.side)]
	switch {
	case s.version == 0 && c.op != "open":
		return is("not found")
	case c.op == "load":
		now.keyed = before
		return is("done")
	case before > 0 && same:
		return is("done")
	case before > 0:
		now = answer{}
		return is("key reused")
	case c.op == "open" && s.version > 0:
		return is("exists")
	case c.op == "open":
		to = "inquiry"
	case c.ifVersion != 0 && c.ifVersion != s.version:
		return is("conflict")
	case to == "":
		return is("refused")
	}
	s.version, s.status = s.version+1, to
	if c.key != "" {
		s.used += fmt.Sprintf("%s=%s=%d=%s;", c.key, what, s.version, to)
	}
	now = answer{version: s.version, status: s.status}
	return is("done")
}

// model is that for porcupine. A call of unknown outcome returns at the end of time:
// put behind everything else it has had no effect that anybody saw.
func model() porcupine.Model {
	return porcupine.Model{
		Init: func() any { return sequential{} },
		Step: func(state, input, output any) (bool, any) {
			next, want := state.(sequential).do(input.(call))
			got := output.(answer)
			return got.kind == "unknown" || got == want, next
		},
		Partition: func(all []porcupine.Operation) (parts [][]porcupine.Operation) {
			at := map[string]int{}
			for _, o := range all {
				id := o.Input.(call).id
				if _, ok := at[id]; !ok {
					at[id], parts = len(parts), append(parts, nil)
				}
				parts[at[id]] = append(parts[at[id]], o)
			}
			return parts
		},
		DescribeOperation: func(input, output any) string { return fmt.Sprintf("%+v -> %+v", input, output) },
	}
}

const (
	clients    = 4
	callsEach  = 10
	sharedKeys = 3
)

// history is one run of some clients on a store, as they saw it.
type history struct {
	store   lead.Store
	clean   lead.Store // undisturbed
	tracker *lead.Tracker[string]
	ids     []string
	cut     time.Duration // contexts end within that; 0: never
	begin   time.Time
	step    func() // or nil; called after each call

	mu                         sync.Mutex
	ops                        []porcupine.Operation
	rows                       []lead.Transition // that were acknowledged
	wrong                      []string
	unknown, happened, dropped int
}

func (h *history) run(ctx context.Context, seed uint64) {
	h.begin = time.Now()
	atOnce(clients, func(client int) {
		random := rand.New(rand.NewPCG(seed, uint64(client)))
		for n := range callsEach {
			h.one(ctx, client, h.choose(random, client, n), random)
			if h.step != nil {
				h.step()
			}
		}
	})
	for _, id := range h.ids {
		s, _, err := h.clean.Load(ctx, id, "")
		h.record(clients, call{op: "load", id: id}, time.Since(h.begin), answerOf(lead.Transition{}, s, nil, err))
	}
}

func (h *history) choose(random *rand.Rand, client, n int) call {
	c := call{op: "apply", id: h.ids[random.IntN(len(h.ids))], side: lead.Marketing}
	switch random.IntN(3) {
	case 0:
		c.key = fmt.Sprint("k", random.IntN(sharedKeys))
	case 1:
		c.key = fmt.Sprint("own", client, "-", n)
	}
	switch r := random.IntN(10); {
	case n == 0 || r == 0:
		c.op, c.event = "open", lead.EventOpen
		return c
	case r < 3:
		c.op, c.side = "load", ""
		return c
	}
	c.event = []lead.Event{"engage", "recycle", "qualify", "qualify", "accept", "reject", "touch"}[random.IntN(7)]
	if c.event == "accept" || c.event == "reject" || c.event == "touch" {
		c.side = lead.Sales
	}
	if random.IntN(3) == 0 {
		c.ifVersion = 1 + random.Int64N(6)
	}
	return c
}

// one makes a call. If its outcome is unknown and it has a key, it is repeated until
// it is known.
func (h *history) one(ctx context.Context, client int, c call, random *rand.Rand) {
	if c.op == "load" {
		h.try(ctx, client, c, random)
		return
	}
	for unknown := h.try(ctx, client, c, random); unknown && c.key != ""; {
		_, first, err := h.clean.Load(ctx, c.id, c.key)
		if err != nil {
			first = nil
		}
		var row lead.Transition
		if row, err, unknown = h.ask(ctx, client, c); first == nil || unknown {
			continue
		}
		h.mu.Lock()
		if h.happened++; err == nil {
			if diff := gocmp.Diff(*first, row); diff != "" {
				h.wrong = append(h.wrong, "repeated, it gave another row: "+diff)
			}
		} else if strings.HasPrefix(c.key, "own") && answerOf(row, lead.State{}, nil, err).kind != "" {
			h.wrong = append(h.wrong, fmt.Sprintf("%+v had happened, but repeated it gave %v", c, err))
		}
		h.mu.Unlock()
	}
}

// try makes a call in a context that may end meanwhile.
func (h *history) try(ctx context.Context, client int, c call, random *rand.Rand) (unknown bool) {
	if h.cut > 0 && random.IntN(2) == 0 {
		cut, cancel := context.WithTimeout(ctx, time.Duration(random.Int64N(int64(h.cut))))
		defer cancel()
		ctx = cut
	}
	_, _, unknown = h.ask(ctx, client, c)
	return unknown
}

func (h *history) ask(ctx context.Context, client int, c call) (row lead.Transition, err error, unknown bool) {
	var s lead.State
	var keyed *lead.Transition
	called := time.Since(h.begin)
	switch cmd := (lead.Command[string]{
		ID: c.id, Event: c.event, Actor: lead.Actor{ID: string(c.side), Side: c.side}, IfVersion: c.ifVersion, Key: c.key,
	}); {
	case c.op == "load":
		s, keyed, err = h.store.Load(ctx, c.id, c.key)
	case c.op == "open":
		row, err = h.tracker.Open(ctx, cmd)
	default:
		if c.event == "reject" {
			cmd.Reason = "bad_timing"
		}
		row, err = h.tracker.Apply(ctx, cmd)
	}
	a := answerOf(row, s, keyed, err)
	h.record(client, c, called, a)
	if err == nil && c.op != "load" {
		h.mu.Lock()
		h.rows = append(h.rows, row)
		h.mu.Unlock()
	}
	return row, err, a.kind == "unknown"
}

// record notes a call. One that failed otherwise has changed nothing, as leadsql says:
// it is left out, so that the effect of one that has would come from nowhere.
func (h *history) record(client int, c call, called time.Duration, a answer) {
	returned := int64(time.Since(h.begin))
	h.mu.Lock()
	defer h.mu.Unlock()
	switch a.kind {
	case "":
		h.dropped++
		return
	case "unknown":
		h.unknown++
		returned = math.MaxInt64
	}
	h.ops = append(h.ops, porcupine.Operation{ClientId: client, Input: c, Call: int64(called), Output: a, Return: returned})
}

func answerOf(row lead.Transition, s lead.State, keyed *lead.Transition, err error) answer {
	of := func(kind string, s lead.State) answer {
		return answer{kind: kind, version: s.Version, status: s.Status}
	}
	conflict, late := errors.AsType[*lead.ConflictError](err)
	refusal, refused := errors.AsType[*lead.RefusedError](err)
	exists, there := errors.AsType[*lead.ExistsError](err)
	switch {
	case err == nil:
		a := answer{kind: "done", version: cmp.Or(row.Version, s.Version), status: cmp.Or(row.To, s.Status)}
		if keyed != nil {
			a.keyed = keyed.Version
		}
		return a
	case errors.Is(err, lead.ErrUnknownOutcome):
		return answer{kind: "unknown"}
	case errors.Is(err, lead.ErrNotFound):
		return answer{kind: "not found"}
	case errors.Is(err, lead.ErrKeyReused):
		return answer{kind: "key reused"}
	case late:
		return of("conflict", conflict.State)
	case refused:
		return of("refused", refusal.State)
	case there:
		return of("exists", exists.State)
	}
	return answer{}
}

// linear says whether there is an order of the calls that explains what the clients saw.
func (h *history) linear(t *testing.T) bool {
	t.Helper()
	switch porcupine.CheckOperationsTimeout(model(), h.ops, 30*time.Second) {
	case porcupine.Ok:
		return true
	case porcupine.Illegal:
		return false
	}
	t.Fatal("the checker did not come to an end")
	return false
}

// onlyLeads are the ids of one history.
func onlyLeads(n uint64) []string { return []string{fmt.Sprint("h", n, "a"), fmt.Sprint("h", n, "b")} }

func newHistory(t *testing.T, over, clean lead.Store, n uint64) *history {
	c := lead.Config{Attempts: 1000} // nobody gives up, so that a conflict needs IfVersion
	return &history{store: over, clean: clean, tracker: lead.NewTracker(standardMachine(t), over, c), ids: onlyLeads(n)}
}
