package leadsql

import (
	"context"
	"iter"
	"slices"
	"strings"

	"github.com/leadline-go/leadline/lead"
)

// A page begins small, for a caller who takes only a few rows, and grows as long as
// what it brings stays small: notes and evidence can make a row half a megabyte.
const (
	firstPage = 64
	pageBytes = 4 << 20
)

// History implements [lead.Store]. It reads page by page and holds neither rows nor a
// connection between yields.
func (s *Store) History(ctx context.Context, q lead.Query) iter.Seq2[lead.Transition, error] {
	return func(yield func(lead.Transition, error) bool) {
		if err := q.Check(); err != nil {
			yield(lead.Transition{}, err)
			return
		}
		q, left, size := q, q.Limit, firstPage
		for {
			if q.Limit = size; left > 0 {
				q.Limit = min(size, left)
			}
			page, bytes, more, err := s.page(ctx, q)
			for _, t := range page {
				if !yield(t, nil) {
					return
				}
			}
			if err != nil {
				yield(lead.Transition{}, err)
				return
			}
			if left -= len(page); !more || left == 0 {
				return
			}
			q.After = lead.CursorOf(page[len(page)-1])
			size = min(maxRows, 2*size, max(1, pageBytes/(bytes/len(page))))
		}
	}
}

// page reads the first rows of a query, as many as fit; more says that there may be
// others.
func (s *Store) page(ctx context.Context, q lead.Query) (page []lead.Transition, bytes int, more bool, err error) {
	if err := ctx.Err(); err != nil {
		return nil, 0, false, err
	}
	text, args := s.query(q)
	err = s.calmly(ctx, "history", func(s *Store) error {
		page, bytes, more = nil, 0, false
		return s.each(ctx, "history", text, args, func(scan func(...any) error) error {
			var row rowScan
			if err := scan(row.fields()...); err != nil {
				return err
			}
			t, err := row.transition()
			bytes += row.size()
			page = append(page, t)
			if err == nil && bytes > pageBytes {
				more, err = true, errEnough
			}
			return err
		})
	})
	if err != nil {
		return nil, 0, false, err
	}
	return page, bytes, more || len(page) == q.Limit, ctx.Err()
}

// statement is a query's text in the making. Parameters are written ?.
type statement struct {
	where []string
	args  []any
}

func (b *statement) and(text string, args ...any) {
	b.where, b.args = append(b.where, text), append(b.args, args...)
}

// query writes a checked query. Rows are walked in the order of their primary key;
// current rows in that of their leads, or of what is due.
func (s *Store) query(q lead.Query) (string, []any) {
	var b statement
	id, status, at, order := `r.lead_id`, `r.to_status`, `r.at`, `r.lead_id, r.version`
	if q.Current {
		id, status, at, order = `l.lead_id`, `l.status`, `l.at`, `l.lead_id`
	}
	if q.LeadID != "" {
		b.and(id+` = ?`, q.LeadID)
	}
	if len(q.Statuses) > 0 {
		marks := strings.TrimSuffix(strings.Repeat("?, ", len(q.Statuses)), ", ")
		b.where = append(b.where, status+` IN (`+marks+`)`)
		for _, st := range q.Statuses {
			b.args = append(b.args, string(st))
		}
	}
	if !q.Since.IsZero() {
		b.and(at+` >= ?`, ceilMicro(q.Since))
	}
	if !q.Until.IsZero() {
		b.and(at+` < ?`, ceilMicro(q.Until))
	}
	for _, name := range sortedKeys(q.Label) {
		s.label(&b, q.Current, name, q.Label[name])
	}
	if !q.DueBefore.IsZero() {
		order = `l.due, l.lead_id`
		b.and(`l.due IS NOT NULL AND l.due < ?`, ceilMicro(q.DueBefore))
	}
	if q.After != "" {
		after, _ := q.After.Position() // checked
		switch {
		case !q.DueBefore.IsZero() && after.Due.IsZero(): // of another query: before all that is due
		case !q.DueBefore.IsZero():
			b.and(`(l.due, l.lead_id) > (?, ?)`, after.Due.UnixMicro(), after.LeadID)
		case q.Current:
			b.and(`l.lead_id > ?`, after.LeadID)
		default:
			b.and(`(r.lead_id, r.version) > (?, ?)`, after.LeadID, after.Version)
		}
	}
	where := ``
	if len(b.where) > 0 {
		where = ` WHERE ` + strings.Join(b.where, ` AND `)
	}
	page := where + ` ORDER BY ` + order + ` LIMIT ?`
	text := `SELECT ` + rowColumns + ` FROM `
	if q.Current {
		// The heads are chosen first: what has to be sorted is small, and only the
		// rows of a page are read.
		text += `(SELECT l.lead_id, l.version, l.due FROM leadline_leads l` + page + `) l
JOIN leadline_rows r ON r.lead_id = l.lead_id AND r.version = l.version` + fromPersonal + ` ORDER BY ` + order
	} else {
		text += `leadline_rows r` + fromPersonal + page
	}
	return s.dialect.numbered(text), append(b.args, q.Limit)
}

// label adds a condition on a label; an empty value wants it absent.
func (s *Store) label(b *statement, current bool, name, value string) {
	const now = `EXISTS (SELECT 1 FROM leadline_labels b WHERE b.lead_id = l.lead_id AND b.name = ?`
	then := `(SELECT j.value FROM json_each(r.labels) j WHERE j.key = ?)`
	if s.dialect == Postgres {
		then = `(r.labels ->> ?)`
	}
	switch {
	case current && value == "":
		b.and(`NOT `+now+`)`, name)
	case current:
		b.and(`l.lead_id IN (SELECT b.lead_id FROM leadline_labels b WHERE b.name = ? AND b.value = ?)`, name, value)
	case value == "":
		b.and(then+` IS NULL`, name)
	default:
		b.and(then+` = ?`, name, value)
	}
}

func sortedKeys(m map[string]string) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
