package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/leadline-go/leadline/examples/internal/clitest"
)

// inTestdata makes a copy of testdata the working directory, so that a test may
// write there and messages name files without their folders.
func inTestdata(t *testing.T) {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata")); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
}

var program clitest.Program = run

func gzipped(t *testing.T, write func(io.Writer) error) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if err := write(w); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// report is what -format json promises, and no more of it.
type report struct {
	Basis       string       `json:"basis"`
	AsOf        string       `json:"as_of"`
	Stages      []stage      `json:"stages"`
	Transitions []transition `json:"transitions"`
	Statuses    []struct {
		Status    string         `json:"status"`
		Visits    int            `json:"visits"`
		Leads     int            `json:"leads"`
		Reentered reentered      `json:"reentered"`
		Time      map[string]any `json:"time"`
	} `json:"statuses"`
	Anomalies []anomaly `json:"anomalies"`
	Segments  []struct {
		Label  string  `json:"label"`
		Value  string  `json:"value"`
		Stages []stage `json:"stages"`
	} `json:"segments"`
}

type stage struct {
	Name       string    `json:"name"`
	Entered    int       `json:"entered"`
	Reached    int       `json:"reached"`
	Skipped    int       `json:"skipped"`
	Joined     int       `json:"joined"`
	Conversion *rate     `json:"conversion"`
	TimeToNext *stepTime `json:"time_to_next"`
}

type rate struct {
	Num   int     `json:"num"`
	Den   int     `json:"den"`
	Value float64 `json:"value"`
	Lo    float64 `json:"lo"`
	Hi    float64 `json:"hi"`
}

type stepTime struct {
	N    int     `json:"n"`
	Mean float64 `json:"mean_s"`
	P50  float64 `json:"p50_s"`
	P90  float64 `json:"p90_s"`
}

type transition struct {
	From string `json:"from"`
	To   string `json:"to"`
	N    int    `json:"n"`
}

type reentered struct {
	Leads int `json:"leads"`
	Times int `json:"times"`
}

type anomaly struct {
	Kind  string   `json:"kind"`
	N     int      `json:"n"`
	Leads []string `json:"leads"`
}

// reported runs the program with -format json.
func reported(t *testing.T, args ...string) (r report, stderr string) {
	t.Helper()
	stdout, stderr := program.Succeed(t, append(args, "-format", "json")...)
	if err := json.NewDecoder(strings.NewReader(stdout)).Decode(&r); err != nil {
		t.Fatal(err)
	}
	return r, stderr
}

// reach is name=reached of each stage, for short.
func reach(stages []stage) map[string]int {
	m := map[string]int{}
	for _, s := range stages {
		m[s.Name] = s.Reached
	}
	return m
}

func (r report) reentered(status string) reentered {
	for _, s := range r.Statuses {
		if s.Status == status {
			return s.Reentered
		}
	}
	return reentered{}
}
