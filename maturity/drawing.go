package maturity

import "github.com/leadline-go/leadline/internal/svg"

// drawing is a picture that is being drawn from top to bottom.
type drawing struct {
	phrases
	*svg.Picture
	y float64 // how far it is
}

// picture draws all of a picture with draw. Its height is known only when everything
// has been drawn, so it is drawn twice, on the first time for the height alone.
func (d *drawing) picture(head svg.Head, draw func()) string {
	for range 2 {
		head.Width, head.Height, head.Lang = matrixWidth, d.y, string(d.l)
		d.Picture = svg.New(head)
		d.Rect("paper", 0, 0, matrixWidth, d.y)
		d.y = 0
		draw()
	}
	return d.String()
}

// paragraph writes wrapped text below what is there.
func (d *drawing) paragraph(class string, x, size, step float64, s string) {
	lines := svg.Wrap(s, size, (matrixWidth-margin-x)*boldShare)
	d.Lines(class, x, d.y, step, lines)
	d.y += step * float64(len(lines))
}
