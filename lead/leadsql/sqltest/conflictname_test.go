package sqltest

import (
	"testing"

	"github.com/leadline-go/leadline/lead"
)

// A batch says which lead did not fit, and that of the first in the order of their ids
// or of the call.
func TestABatchThatDoesNotFitNamesALead(t *testing.T) {
	keyed := func(id string, version int64) lead.Transition {
		tr := plainRow(id, version)
		tr.Key, tr.KeyHash = "k", "0f"
		return tr
	}
	for _, tt := range []struct {
		name  string
		batch []lead.Transition
		want  string
	}{
		{"one lead, three rows", plainRows("A", 3, 5), `lead "A" is not at version 2, or has used the key`},
		{"one of two leads", []lead.Transition{plainRow("A", 2), plainRow("B", 4)}, `lead "B" is not at version 3, or has used the key`},
		{"both of two leads", []lead.Transition{plainRow("A", 3), plainRow("B", 4)}, `lead "A" is not at version 2, or has used the key`},
		{"a lead that is there", []lead.Transition{plainRow("B", 1), plainRow("D", 1)}, `lead "B" is not at version 0, or has used the key`},
		{"a key that was used", []lead.Transition{plainRow("A", 2), keyed("C", 2)}, `lead "C" is not at version 1, or has used the key`},
		{"quotes", []lead.Transition{plainRow("A", 2), plainRow(`"`, 2)}, `lead "\"" is not at version 1, or has used the key`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			onEach(t, func(t *testing.T, d *database) {
				s := d.store()
				appendTo(t, s, plainRow("A", 1), plainRow("B", 1), keyed("C", 1))
				err := s.Append(t.Context(), tt.batch...)
				wantIs(t, err, lead.ErrConflict)
				if want := "the lead has moved meanwhile: " + tt.want; err != nil && err.Error() != want {
					t.Errorf("got  %v\nwant %s", err, want)
				}
			})
		})
	}
}
