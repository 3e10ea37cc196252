package funnel

import (
	"slices"
	"strings"

	"github.com/leadline-go/leadline/internal/terminal"
)

// table is figures in rows under the heads of their columns, laid out as text or as
// Markdown. Cells are plain text, see [plain].
type table struct {
	columns []column
	rows    [][]string
	bare    bool // as text without heads
}

// column is a column of a table.
type column struct {
	head  string // text has its lines one above the other
	right bool   // numbers stand at its right edge
	drawn bool   // bars and arrows, which text alone has
}

// newTable makes a table of columns, each written as its edge and its head, "l:Stage":
// 'l' left, 'r' right, 'd' drawn.
func newTable(columns ...string) *table {
	t := &table{}
	for _, c := range columns {
		t.columns = append(t.columns, column{head: c[2:], right: c[0] == 'r', drawn: c[0] == 'd'})
	}
	return t
}

func (t *table) row(cells ...string) { t.rows = append(t.rows, cells) }

// text adds the table's lines, without blanks at their ends.
func (t *table) text(b *strings.Builder) {
	rows := t.rows
	if !t.bare {
		rows = slices.Concat(t.headRows(), rows)
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
