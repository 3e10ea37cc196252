package leadhistory

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/leadline-go/leadline/examples/internal/cli"
	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadcsv"
)

// Standard is what the flag -lifecycle calls leadline's own lifecycle.
const Standard = "standard"

// ReadLifecycle reads what the flag -lifecycle names, [Standard] or a file. The error is
// [cli.Invalid].
func ReadLifecycle(name string) (lead.Spec, error) {
	if name == Standard {
		return lead.Standard(), nil
	}
	l, err := cli.ReadSpec(name, lead.ReadSpec)
	return l, cli.OfFlag("lifecycle", err, Standard)
}

// LifecycleName is what messages call it.
func LifecycleName(name string) string {
	if name == Standard {
		return "the standard lifecycle"
	}
	return name
}

// Unknown are the statuses of a history, up to asOf, that a lifecycle does not know, also
// not as an older name of one, by their earliest times.
func Unknown(h History, l lead.Spec, asOf time.Time) []string {
	known := names(l)
	seen := slices.DeleteFunc(slices.Clone(h.Statuses()), func(s leadcsv.StatusSeen) bool {
		return s.First.After(asOf) || slices.Contains(known, string(s.Status))
	})
	slices.SortFunc(seen, func(a, b leadcsv.StatusSeen) int {
		return cmp.Or(a.First.Compare(b.First), cmp.Compare(a.Status, b.Status))
	})
	var unknown []string
	for _, s := range seen {
		unknown = append(unknown, string(s.Status))
	}
	return unknown
}

// Fit is an error, [cli.Invalid], if there are [Unknown] statuses: the lifecycle, called
// name, is then not the one of the files that the history was read from.
func Fit(files []string, name string, l lead.Spec, unknown []string) error {
	if len(unknown) == 0 {
		return nil
	}
	hint := "a status has its older names under was"
	if name == Standard {
		hint = "-lifecycle names the one by which your leads are worked"
	}
	known := names(l)
	return cli.Invalidf("%s: expected statuses of %s (%s), found %s%s; %s",
		strings.Join(files, ", "), LifecycleName(name), cli.Quoted(known), cli.Quote(unknown[0]), cli.DidYouMean(unknown[0], known), hint)
}

// names are those of the statuses, older ones too.
func names(l lead.Spec) []string {
	var list []string
	for _, s := range l.Statuses {
		list = append(list, string(s.Name))
		for _, old := range s.Was {
			list = append(list, string(old))
		}
	}
	return list
}
