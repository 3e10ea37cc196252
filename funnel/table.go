package funnel

import (
	"cmp"
	"slices"
	"strings"

	"github.com/leadline-go/leadline/internal/terminal"
)

// table is figures in rows under the heads of their columns, laid out as text or as
// Markdown. Cells are plain text; as text those of names can have lines.
type table struct {
	columns []column
	rows    [][]string
	bare    bool // as text without heads
}

// column is a column of a table.
type column struct {
	head  string // text has its lines one above the other
	right bool   // numbers stand at its right edge
	name  bool   // of names of stages and statuses: as wide as there is room
	drawn bool   // bars and arrows, which text alone has
}

// newTable makes a table of columns, each written as its edge and its head, "l:Stage":
// 'l' left, 'n' left and of names, 'r' right, 'd' drawn.
func newTable(columns ...string) *table {
	t := &table{}
	for _, c := range columns {
		t.columns = append(t.columns, column{head: c[2:], right: c[0] == 'r', name: c[0] == 'n', drawn: c[0] == 'd'})
	}
	return t
}

func (t *table) row(cells ...string) { t.rows = append(t.rows, cells) }

// text adds the table's lines, without blanks at their ends.
func (t *table) text(b *strings.Builder) {
	var rows [][]string
	if !t.bare {
		rows = t.headRows()
	}
	room := t.room(rows)
	for _, row := range t.rows {
		rows = append(rows, t.lineRows(row, room)...)
	}
	widths := make([]int, len(t.columns))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], terminal.Width(cell))
		}
	}
	for _, row := range rows {
		var line strings.Builder
		for i, cell := range row {
			line.WriteString("  ")
			pad := strings.Repeat(" ", widths[i]-terminal.Width(cell))
			if t.columns[i].right {
				line.WriteString(pad + cell)
			} else {
				line.WriteString(cell + pad)
			}
		}
		b.WriteString(strings.TrimRight(line.String(), " "))
		b.WriteByte('\n')
	}
}

// room is how many columns each column of names has, so that the table keeps to 100:
// what the others leave, and never fewer than the 20 for which these are made.
func (t *table) room(heads [][]string) []int {
	const all, least = 100, 20
	left, names := all, []int{}
	need := make([]int, len(t.columns))
	for i, c := range t.columns {
		for _, row := range slices.Concat(heads, t.rows) {
			if i < len(row) {
				need[i] = max(need[i], terminal.Width(strings.ReplaceAll(row[i], "\n", " ")))
			}
		}
		if left -= 2; c.name {
			names = append(names, i)
		} else {
			left -= need[i]
		}
	}
	// Those that need less leave it to the others.
	slices.SortStableFunc(names, func(a, b int) int { return cmp.Compare(need[a], need[b]) })
	room := make([]int, len(t.columns))
	for k, i := range names {
		room[i] = max(least, min(need[i], left/(len(names)-k)))
		left -= room[i]
	}
	return room
}

// lineRows are the lines of a row, one under the other. A name that has no room in one
// line has two of each of its own.
func (t *table) lineRows(row []string, room []int) [][]string {
	var rows [][]string
	for i, cell := range row {
		lines := []string{cell}
		if t.columns[i].name {
			if lines[0] = strings.ReplaceAll(cell, "\n", " "); terminal.Width(lines[0]) > room[i] {
				lines = nil
				for part := range strings.SplitSeq(cell, "\n") {
					lines = append(lines, wrapped(part, room[i], 2)...)
				}
			}
		}
		for k, line := range lines {
			if k == len(rows) {
				rows = append(rows, make([]string, len(row)))
			}
			rows[k][i] = line
		}
	}
	return rows
}

// plainName is a name where there is room.
func plainName(name string) string { return terminal.Plain(name, nameLimit) }

// wrapped are at most so many lines of a name, of so many columns. What finds no room is
// cut.
func wrapped(name string, columns, most int) []string {
	lines := terminal.Wrap(plainName(name), columns)
	if len(lines) > most {
		lines[most-1] = terminal.Plain(strings.Join(lines[most-1:], " "), columns)
	}
	return lines[:min(len(lines), most)]
}

// headRows are the lines of the heads, which stand on the table.
func (t *table) headRows() [][]string {
	most := 0
	for _, c := range t.columns {
		most = max(most, strings.Count(c.head, "\n")+1)
	}
	rows := make([][]string, most)
	for _, c := range t.columns {
		lines := strings.Split(c.head, "\n")
		lines = slices.Concat(make([]string, most-len(lines)), lines)
		for i := range rows {
			rows[i] = append(rows[i], lines[i])
		}
	}
	return rows
}

// bar draws n of most as a bar of at most width columns; what is not zero is seen.
func bar(n, most int64, width int) string {
	if n <= 0 || most <= 0 {
		return ""
	}
	eighths := int(float64(n) / float64(most) * float64(width) * 8)
	full := eighths / 8
	rest := []string{"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"}[eighths%8]
	if full == 0 && rest == "" {
		rest = "▏"
	}
	return strings.Repeat("█", full) + rest
}

// orDash writes a number that may be missing.
func orDash[T any](v *T, write func(T) string) string {
	if v == nil {
		return "–"
	}
	return write(*v)
}
