package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"os"
	"strconv"
	"time"

	"github.com/leadline-go/leadline/scoring"
)

// render writes the scores as the flags say; cut says that lines wider than a screen
// are cut.
func render(b *bytes.Buffer, o options, model string, list []scored, gaps []gap, cut bool) error {
	switch {
	case o.explain != "" && o.format == "json":
		return writeJSON(b, list[0].result.Explain(o.lang))
	case o.explain != "":
		b.WriteString(o.explain + "\n\n")
		return list[0].result.Explain(o.lang).WriteText(b)
	case o.format == "json":
		return writeLines(b, list)
	case o.format == "csv":
		return writeCSV(b, list)
	}
	writeText(b, o, model, list, gaps, cut)
	return nil
}

// line is a lead in JSON.
type line struct {
	ID        string         `json:"id"`
	Qualified bool           `json:"qualified"` // as a lead that was not, before
	ShortBy   scoring.Points `json:"short_by,omitzero"`
	Closers   []string       `json:"closers,omitempty"` // rules of which a single one would do
	Result    scoring.Result `json:"result"`            // can be read back
}

func writeLines(w io.Writer, list []scored) error {
	for i := range list {
		s := &list[i]
		l := line{ID: s.id, Qualified: s.result.Qualified(false), ShortBy: s.short.Points, Result: s.result}
		for _, c := range s.short.Rules {
			l.Closers = append(l.Closers, c.Rule)
		}
		if err := writeJSON(w, l); err != nil {
			return err
		}
	}
	return nil
}

// writeJSON writes a value in one line, with < and & as they are.
func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

func writeCSV(w io.Writer, list []scored) error {
	rows := csv.NewWriter(w)
	err := rows.Write([]string{"id", "score", "grade", "qualified"})
	for i := range list {
		r := &list[i].result
		if err == nil {
			err = rows.Write([]string{list[i].id, r.Total.String(), r.Grade, strconv.FormatBool(r.Qualified(false))})
		}
	}
	rows.Flush()
	if err == nil {
		err = rows.Error()
	}
	return err
}

// isTerminal reports whether a person sees what is written to w as it is.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

func stamp(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05 MST") }
