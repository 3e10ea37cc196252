package lead

import (
	"cmp"
	"encoding/json"
	"fmt"
)

// findings is what the guards of one move gave.
type findings struct {
	evidence  map[string]json.RawMessage
	labels    map[string]string
	labeller  string            // the first guard that gave any
	labelled  map[string]string // the guards that gave the others
	criteria  string
	criterion string // the guard that gave criteria
}

// maxEvidence bounds what one guard may store with a row, in bytes.
const maxEvidence = 256 << 10

func (f *findings) add(guard string, evidence any) error {
	raw, err := json.Marshal(evidence)
	if err != nil {
		return fmt.Errorf("evidence: %w", err)
	}
	if len(raw) > maxEvidence {
		return fmt.Errorf("evidence: expected at most %d bytes of JSON, found %d", maxEvidence, len(raw))
	}
	if f.evidence == nil {
		f.evidence = map[string]json.RawMessage{}
	}
	f.evidence[guard] = raw
	if e, ok := evidence.(interface{ Fingerprint() string }); ok {
		if print := e.Fingerprint(); !validText(print) {
			return fmt.Errorf("fingerprint: expected at most %d bytes without control characters, found %.40q", maxText, print)
		} else if f.criterion == "" {
			f.criteria, f.criterion = print, guard
		} else if print != f.criteria {
			return fmt.Errorf("its criteria are %q, those of guard %q are %q", print, f.criterion, f.criteria)
		}
	}
	if e, ok := evidence.(interface{ Labels() map[string]string }); ok {
		return f.label(guard, e.Labels())
	}
	return nil
}

// label takes over the labels that a guard gave. Of several that will not do, it names
// the first in the alphabet.
func (f *findings) label(guard string, labels map[string]string) (err error) {
	first := ""
	for k, v := range labels {
		if e := f.labelOne(guard, k, v); e != nil && (err == nil || k < first) {
			first, err = k, e
		}
	}
	return err
}

func (f *findings) labelOne(guard, name, value string) error {
	if name == "" || name == NeedNote || !validText(name) || !validText(value) {
		return fmt.Errorf("labels: expected names and values of at most %d bytes without control characters, found %.40q: %.40q", maxText, name, value)
	}
	had, ok := f.labels[name]
	switch {
	case ok && had != value:
		return fmt.Errorf("its label %q is %q, that of guard %q is %q", name, value, cmp.Or(f.labelled[name], f.labeller), had)
	case ok:
		return nil
	case f.labels == nil:
		f.labels, f.labeller = map[string]string{}, guard
	case guard != f.labeller:
		if f.labelled == nil {
			f.labelled = map[string]string{}
		}
		f.labelled[name] = guard
	}
	f.labels[name] = value
	return nil
}
