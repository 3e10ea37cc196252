package leadcsv_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/lead/leadcsv"
)

func TestLabels(t *testing.T) {
	owned := wide
	owned.Labels = []string{"origin", "owner"}
	change := func(content string) leadcsv.File {
		return file(t, changes, "c.csv", "id,status,at,seq,owner\n"+content)
	}
	type labels = map[string]string
	tests := []struct {
		name  string
		files []leadcsv.File
		want  []labels
		set   [][]string
	}{
		{
			"a wide file's labels are on all rows of the lead, also on those of a file before it",
			[]leadcsv.File{
				change("a,x,2026-01-01 10:00,1,\na,y,2026-01-02 10:00,2,\n"),
				file(t, wide, "w.csv", "id,contacted,closed,origin\na,,,ads\n"),
			},
			[]labels{{"origin": "ads"}, {"origin": "ads"}},
			[][]string{{"origin"}, nil},
		},
		{
			"a change file's label holds until another value comes; an empty cell changes nothing",
			[]leadcsv.File{change("a,x,2026-01-01 10:00,1,\na,x,2026-01-02 10:00,2,kim\na,x,2026-01-03 10:00,3,\na,x,2026-01-04 10:00,4,kim\na,x,2026-01-05 10:00,5,lee\n")},
			[]labels{nil, {"owner": "kim"}, {"owner": "kim"}, {"owner": "kim"}, {"owner": "lee"}},
			[][]string{nil, {"owner"}, nil, nil, {"owner"}},
		},
		{
			"a change file's label goes over the wide file's, from its row on",
			[]leadcsv.File{
				file(t, owned, "w.csv", "id,contacted,closed,origin,owner\na,2026-01-01,,ads,kim\n"),
				change("a,x,2026-01-02 10:00,1,lee\na,y,2026-01-03 10:00,2,\n"),
			},
			[]labels{{"origin": "ads", "owner": "kim"}, {"origin": "ads", "owner": "lee"}, {"origin": "ads", "owner": "lee"}},
			[][]string{{"origin", "owner"}, {"owner"}, nil},
		},
		{
			"a label does not hold before its time, whichever file comes first",
			[]leadcsv.File{
				change("a,y,2026-01-02 10:00,2,lee\na,z,2026-01-04 10:00,4,\n"),
				change("a,x,2026-01-01 10:00,1,\na,w,2026-01-03 10:00,3,kim\n"),
			},
			[]labels{nil, {"owner": "lee"}, {"owner": "kim"}, {"owner": "kim"}},
			[][]string{nil, {"owner"}, {"owner"}, nil},
		},
		{
			"two wide files may give one label if they agree or one is silent",
			[]leadcsv.File{
				file(t, wide, "v.csv", "id,contacted,closed,origin\na,2026-01-01,,ads\nb,2026-01-01,,\nc,2026-01-01,,fair\n"),
				file(t, owned, "w.csv", "id,contacted,closed,origin,owner\na,2026-01-02,,ads,kim\nb,,,web,\nc,,,,\n"),
			},
			[]labels{{"origin": "ads", "owner": "kim"}, {"origin": "ads", "owner": "kim"}, {"origin": "web"}, {"origin": "fair"}},
			[][]string{{"origin", "owner"}, nil, {"origin"}, {"origin"}},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []labels
			var set [][]string
			for _, r := range rows(t, read(t, tt.files...)) {
				got, set = append(got, r.Labels), append(set, r.Set)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Labels (-want +got)\n%s", diff)
			}
			if diff := cmp.Diff(tt.set, set); diff != "" {
				t.Errorf("Set (-want +got)\n%s", diff)
			}
		})
	}
}
