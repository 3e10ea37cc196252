// Package svg writes small pictures: bars, lines, curves, matrices, with text in them.
//
// A [Picture] is written from top to bottom, a method for each shape. Whatever it
// is given as text is escaped, so that no name from a CRM can become markup, and
// numbers are written in one way, so that equal calls give equal bytes.
//
//	p := svg.New(svg.Head{ID: "funnel", Width: 400, Height: 90, Lang: "en", Title: "Funnel", Desc: "…", Style: style})
//	p.Rect("bar", 0, 10, 120, 24)
//	p.Text("label", 8, 27, "MQL")
//	page := p.String()
//
// # One file and part of a page
//
// The same text is a file of its own and can stand in an HTML page as it is. The
// styles of a picture apply inside it only, provided that its ID is unique in the
// page. Its title and description are read out by screen readers.
//
// # Looks
//
// Shapes have a class and no look of their own; [Head.Style] gives classes their
// look. Colours come from [Theme], whose variables have a light and a dark value:
// var(--ink) on var(--paper). A page that uses Theme too matches its pictures.
// The font is Arial or one of the same widths, so that [Width] and [Wrap] hold
// before anything is drawn.
//
// # Coordinates
//
// x grows to the right and y downwards, in units of which [Head.Width] are the
// width of the picture. A picture shrinks with the space it is given: one that is
// to be read on a telephone is 400 units wide, with text of 11 or more.
//
// # Concurrency
//
// A Picture is not safe for concurrent use.
package svg
