package main

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadsql"
	"github.com/leadline-go/leadline/maturity"
	"github.com/leadline-go/leadline/maturity/evidence"
)

// saveAnswers keeps what a person has answered in a form, in place of what they had
// answered before. It is to be called in a transaction.
func (c *crm) saveAnswers(ctx context.Context, on leadsql.DB, r maturity.Respondent, form string) error {
	// The row of the person is what those who save theirs at the same moment wait for.
	_, err := on.ExecContext(ctx, c.db.SQL(`INSERT INTO crm_respondents (person, department, form) VALUES (?, ?, ?)
		ON CONFLICT (person) DO UPDATE SET department = excluded.department, form = excluded.form`), r.ID, r.Department, form)
	if err != nil {
		return fmt.Errorf("answers: %w", err)
	}
	if _, err := on.ExecContext(ctx, c.db.SQL("DELETE FROM crm_answers WHERE person = ?"), r.ID); err != nil {
		return fmt.Errorf("answers: %w", err)
	}
	for _, statement := range slices.Sorted(maps.Keys(r.Answers)) {
		a := r.Answers[statement]
		_, err := on.ExecContext(ctx, c.db.SQL("INSERT INTO crm_answers (person, statement, value, reason) VALUES (?, ?, ?, ?)"),
			r.ID, statement, a.Value.String(), a.Reason)
		if err != nil {
			return fmt.Errorf("answers: %w", err)
		}
	}
	return nil
}

// savedAnswers reports whether a person's answers are those of a form.
func (c *crm) savedAnswers(ctx context.Context, person, form string) (bool, error) {
	if !isKey(form) {
		return false, nil
	}
	var n int
	err := c.db.QueryRowContext(ctx, c.db.SQL("SELECT COUNT(*) FROM crm_respondents WHERE person = ? AND form = ?"), person, form).Scan(&n)
	return n > 0, err
}

// answers reads what everybody has answered.
func (c *crm) answers(ctx context.Context, on leadsql.DB) (maturity.Answers, error) {
	var list []maturity.Respondent
	at := map[string]int{}
	err := rows(ctx, on, "SELECT person, department FROM crm_respondents ORDER BY person", nil, func(r *sql.Rows) error {
		one := maturity.Respondent{Answers: map[string]maturity.Answer{}}
		if err := r.Scan(&one.ID, &one.Department); err != nil {
			return err
		}
		at[one.ID] = len(list)
		list = append(list, one)
		return nil
	})
	if err == nil {
		err = rows(ctx, on, "SELECT person, statement, value, reason FROM crm_answers", nil, func(r *sql.Rows) error {
			var person, statement, value string
			var a maturity.Answer
			if err := r.Scan(&person, &statement, &value, &a.Reason); err != nil {
				return err
			}
			if err := a.Value.UnmarshalText([]byte(value)); err != nil {
				return err
			}
			if i, ok := at[person]; ok { // else somebody answers for the first time just now
				list[i].Answers[statement] = a
			}
			return nil
		})
	}
	if err != nil {
		return maturity.Answers{}, fmt.Errorf("answers: %w", err)
	}
	return maturity.Answers{Respondents: list}, nil
}

// evaluate sets what people say beside what the CRM's own history shows.
func (c *crm) evaluate(ctx context.Context) (*maturity.Report, error) {
	var answers maturity.Answers
	var measures []maturity.Measure
	err := c.reading(ctx, func(on leadsql.DB) (err error) {
		if answers, err = c.answers(ctx, on); err != nil {
			return err
		}
		measures, err = evidence.FromHistory(c.db.Store(on).History(ctx, lead.Query{}), evidence.Options{Lifecycle: c.lifecycle, AsOf: c.asOf()})
		return err
	})
	if err != nil {
		return nil, err
	}
	measures = append(measures, evidence.FromSpec(c.lifecycle)...)
	return c.maturity.Evaluate(maturity.Input{Answers: answers, Measures: measures})
}
