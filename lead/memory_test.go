package lead

import (
	"runtime"
	"strconv"
	"testing"
)

func heap() uint64 {
	var s runtime.MemStats
	runtime.GC()
	runtime.GC() // pools survive one
	runtime.ReadMemStats(&s)
	return s.HeapAlloc
}

// One machine decides for any number of leads and keeps nothing of them.
func TestAMillionLeadsNeedNoEngineEach(t *testing.T) {
	leads := 1_000_000
	if testing.Short() {
		leads = 50_000
	}
	m := standard(t, Bindings[string]{})
	before := heap()
	for i := range leads {
		id := strconv.Itoa(i)
		s := State{LeadID: id, Status: "inquiry", Version: 1, At: noon, Since: noon}
		if _, err := m.Next(t.Context(), s, Command[string]{ID: id, Event: "qualify", Actor: mia, At: noon}); err != nil {
			t.Fatal(err)
		}
	}
	if after := heap(); after > before+1<<20 {
		t.Errorf("%d leads left %d bytes behind", leads, after-before)
	}
	runtime.KeepAlive(m)
}
