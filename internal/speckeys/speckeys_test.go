package speckeys

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

type spec struct {
	Name  string          `json:"name"`
	Rows  []row           `json:"rows,omitempty"`
	ByKey map[string]*row `json:"by_key"`
	Own   *spec           `json:"own"`
	Not   string          `json:"-"`
	inner string
}

type row struct {
	Points int    `json:"points"`
	Text   string `json:"text"`
}

func TestKeysThatAreNotUsedAreTold(t *testing.T) {
	all, unused := Of(spec{Name: "x", Rows: []row{{}}, ByKey: map[string]*row{"a": {Points: 1}}, Not: "x", inner: "x"})
	if diff := cmp.Diff([]string{"spec.name", "spec.rows", "row.points", "row.text", "spec.by_key", "spec.own"}, all); diff != "" {
		t.Errorf("all (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]string{"row.text", "spec.own"}, unused); diff != "" {
		t.Errorf("unused (-want +got)\n%s", diff)
	}
}
