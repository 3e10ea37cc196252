package lazygc

import (
	"os"
	"os/exec"
	"runtime/debug"
	"strings"
	"testing"
)

func TestLateInTestsAndAsUsualOtherwise(t *testing.T) {
	if os.Getenv("LEADLINE_TEST_PERCENT") == "1" {
		t.Logf("percent %d.", debug.SetGCPercent(100))
		return
	}
	for _, tt := range []struct {
		bench, gogc, want string
	}{
		{"", "", "400"},
		{"", "50", "50"},
		{".", "", "100"},
	} {
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.v", "-test.run=^TestLateInTestsAndAsUsualOtherwise$")
		if tt.bench != "" {
			cmd.Args = append(cmd.Args, "-test.bench="+tt.bench)
		}
		cmd.Env = append(os.Environ(), "LEADLINE_TEST_PERCENT=1", "GOGC="+tt.gogc)
		out, err := cmd.CombinedOutput()
		if err != nil || !strings.Contains(string(out), "percent "+tt.want+".") {
			t.Errorf("bench %q, GOGC %q: %v, want %s in\n%s", tt.bench, tt.gogc, err, tt.want, out)
		}
	}
}
