package specfile

import (
	"testing"
	"time"
)

func TestSpans(t *testing.T) {
	const day = 24 * time.Hour
	for text, want := range map[string]time.Duration{
		"1s": time.Second, "90m": 90 * time.Minute, "8h": 8 * time.Hour, "1h30m": 90 * time.Minute, "30d": 30 * day, "3653d": 3653 * day, "87672h": 3653 * day,
	} {
		if got, ok := ParseSpan(text); !ok || got != want {
			t.Errorf("%q: got %v, %v, want %v", text, got, ok, want)
		}
	}
	for _, text := range []string{
		"", "d", "0d", "-1d", "+1d", "1.5d", "3654d", "99999999999999999999d", "0s", "999ms", "1500ms", "-8h", "+8h", "8", "8 h", "8hours", "87673h", "1bd", "1w",
	} {
		if got, ok := ParseSpan(text); ok {
			t.Errorf("%q: got %v, want an error", text, got)
		}
	}
}
