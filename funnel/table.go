package funnel

import "strings"

// table lays out cells in columns. Cells are plain text, see [plain].
type table struct {
	right []bool // per column: numbers stand at its right edge
	rows  [][]string
}

// newTable makes a table of columns by their edge: 'l' or 'r'.
func newTable(edges string) *table {
	t := &table{}
	for _, e := range edges {
		t.right = append(t.right, e == 'r')
	}
	return t
}

func (t *table) row(cells ...string) { t.rows = append(t.rows, cells) }

// write adds the table's lines, without blanks at their ends.
func (t *table) write(b *strings.Builder) {
	widths := make([]int, len(t.right))
	for _, row := range t.rows {
		for i, cell := range row {
			widths[i] = max(widths[i], textWidth(cell))
		}
	}
	for _, row := range t.rows {
		var line strings.Builder
		for i, cell := range row {
			line.WriteString("  ")
			pad := strings.Repeat(" ", widths[i]-textWidth(cell))
			if t.right[i] {
				line.WriteString(pad + cell)
			} else {
				line.WriteString(cell + pad)
			}
		}
		b.WriteString(strings.TrimRight(line.String(), " "))
		b.WriteByte('\n')
	}
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

// wrap breaks text into lines of at most width columns, at blanks.
func wrap(text string, width int) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(text) {
		switch {
		case line == "":
			line = word
		case textWidth(line)+1+textWidth(word) > width:
			lines = append(lines, line)
			line = word
		default:
			line += " " + word
		}
	}
	return append(lines, line)
}
