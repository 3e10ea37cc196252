package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/leadline-go/leadline/examples/internal/clitest"
)

var program = clitest.Program(run)

func TestAnErrorIsTold(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no", http.StatusTeapot) }))
	defer server.Close()
	code, stdout, stderr := program.Call(t, "-url", server.URL, "-users", "2", "-for", "1s")
	if code != 1 || !strings.Contains(stdout, "board: GET /: 418 I'm a teapot") || !strings.Contains(stderr, "were errors") {
		t.Errorf("exit code %d: %s\n%s", code, stderr, stdout)
	}
}

func TestBadFlags(t *testing.T) {
	for _, tt := range []struct{ flag, value, want string }{
		{"-url", "https://example.com/", "load: -url: expected an address such as http://127.0.0.1:8080/, found \"https://example.com/\"\n"},
		{"-users", "0", "load: -users: expected 1 to 1000, found 0\n"},
		{"-for", "2h", "load: -for: expected 1s to 1h, found 2h0m0s\n"},
	} {
		if code, stdout, stderr := program.Call(t, tt.flag, tt.value); code != 2 || stderr != tt.want || stdout != "" {
			t.Errorf("%s %s: exit code %d, %q, %q", tt.flag, tt.value, code, stderr, stdout)
		}
	}
	if code, stdout, _ := program.Call(t, "-h"); code != 0 || stdout != usage {
		t.Errorf("-h: exit code %d, %q", code, stdout)
	}
}
