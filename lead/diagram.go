package lead

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// WriteMermaid draws the lifecycle as a Mermaid state diagram: statuses with their
// side and time limit, events with who may fire them. The order is that of the
// Spec, so that a change of it reads well in a diff.
func (m *Machine[T]) WriteMermaid(w io.Writer) error {
	b := bufio.NewWriter(w)
	t := m.table
	fmt.Fprintln(b, "stateDiagram-v2")
	for i := range t.statuses {
		s := &t.statuses[i]
		fmt.Fprintf(b, "    state \"%s\" as s%d\n", mermaidText(string(s.Name)), i)
		if note := s.caption(); note != "" {
			fmt.Fprintf(b, "    s%d : %s\n", i, mermaidText(note))
		}
	}
	if t.leadsBack() {
		fmt.Fprintln(b, "    state \"(previous status)\" as back")
	}
	fmt.Fprintf(b, "    [*] --> s%d\n", t.index[t.spec.Initial])
	t.edges(func(from int, to string, label string) {
		fmt.Fprintf(b, "    s%d --> %s : %s\n", from, to, mermaidText(label))
	})
	for i := range t.statuses {
		if !t.statuses[i].alive() {
			fmt.Fprintf(b, "    s%d --> [*]\n", i)
		}
	}
	return b.Flush()
}

// WriteDOT draws the lifecycle in the DOT language of Graphviz, with what
// [Machine.WriteMermaid] shows.
func (m *Machine[T]) WriteDOT(w io.Writer) error {
	b := bufio.NewWriter(w)
	t := m.table
	fmt.Fprintf(b, "digraph %s {\n", dotText(t.spec.Name))
	fmt.Fprintln(b, "    rankdir=LR")
	fmt.Fprintln(b, "    node [shape=box style=rounded]")
	fmt.Fprintln(b, "    start [shape=point]")
	for i := range t.statuses {
		s := &t.statuses[i]
		label := string(s.Name)
		if note := s.caption(); note != "" {
			label += "\n" + note
		}
		shape := ""
		if !s.alive() {
			shape = " peripheries=2"
		}
		fmt.Fprintf(b, "    s%d [label=%s%s]\n", i, dotText(label), shape)
	}
	if t.leadsBack() {
		fmt.Fprintln(b, "    back [label=\"(previous status)\" shape=plaintext]")
	}
	fmt.Fprintf(b, "    start -> s%d\n", t.index[t.spec.Initial])
	t.edges(func(from int, to string, label string) {
		fmt.Fprintf(b, "    s%d -> %s [label=%s]\n", from, to, dotText(label))
	})
	fmt.Fprintln(b, "}")
	return b.Flush()
}

// caption is the second line of a status: whose it is and how long.
func (s *status) caption() string {
	var parts []string
	if s.Side != "" {
		parts = append(parts, string(s.Side))
	}
	if s.SLA != nil {
		limit := "within " + string(s.SLA.Within)
		if s.SLA.Calendar != "" {
			limit += " of " + s.SLA.Calendar
		}
		if s.SLA.Until != "" {
			limit += " until " + string(s.SLA.Until)
		}
		parts = append(parts, limit)
	}
	if s.Category == Waiting {
		parts = append(parts, "wakes after "+string(s.WakeAfter))
	}
	return strings.Join(parts, ", ")
}

func (t *table) leadsBack() bool {
	for _, rules := range t.leaving {
		for _, r := range rules {
			if r.to == toPrevious {
				return true
			}
		}
	}
	return false
}

// edges visits each arrow of a drawing; a way back is one arrow, whatever it may
// lead to.
func (t *table) edges(visit func(from int, to, label string)) {
	for from, rules := range t.leaving {
		for _, r := range rules {
			to := "back"
			switch r.to {
			case toStay:
				to = fmt.Sprintf("s%d", from)
			case toPrevious:
			default:
				to = fmt.Sprintf("s%d", r.to)
			}
			label := string(r.Event)
			if len(r.By) > 0 {
				names := make([]string, len(r.By))
				for i, s := range r.By {
					names[i] = string(s)
				}
				label += " (" + strings.Join(names, ", ") + ")"
			}
			if r.WakeAfter != "" {
				label += ", wakes after " + string(r.WakeAfter)
			}
			visit(from, to, label)
		}
	}
}

// mermaidText writes whatever Mermaid could take for syntax as an entity of its
// own kind.
func mermaidText(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r > 127, r >= '0' && r <= '9', r >= 'A' && r <= 'Z', r >= 'a' && r <= 'z', strings.ContainsRune(" _-.,()", r):
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, "#%d;", r)
		}
	}
	return b.String()
}

func dotText(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(s) + `"`
}
