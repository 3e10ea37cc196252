package main

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"strconv"
	"strings"
)

// factField is a fact of a lead in its form.
type factField struct {
	Name, Label string
	Value       string // what stands in the field
	Was         string // what the CRM had when the form was made
	Hint        string // what a value looks like
	Most        int    // characters
	Needed      bool
	Wrong       bool     // what was typed cannot be kept
	Options     []option // to choose from; empty: it is typed
}

// option is something to choose.
type option struct{ Value, Text string }

// factsForm is the form in which the facts of a lead are changed.
type factsForm struct {
	ID, Token string
	Version   int64
	Fields    []factField
	Open      bool // it is unfolded
}

// factsFormOf is the form with what the CRM knows.
func (v *visit) factsFormOf(l *Lead) *factsForm {
	f := &factsForm{ID: l.ID, Token: v.site.token(v.session), Version: l.Version}
	f.Fields = []factField{
		{Name: "company", Label: "Company", Value: l.Company, Most: 120, Needed: true},
		{Name: "contact", Label: "Contact", Value: l.Contact, Most: 120},
		{Name: "email", Label: "E-mail", Value: l.Email, Most: 200, Needed: true},
		{Name: "industry", Label: "Industry", Value: l.Industry, Most: 60, Hint: "such as machinery"},
		{Name: "country", Label: "Country", Value: l.Country, Most: 2, Hint: "two letters such as AT"},
		{Name: "employees", Label: "Employees", Value: employeesText(l.Employees), Most: 8, Hint: "a number; empty: not known"},
		{Name: "consent", Label: "May be contacted", Value: consentText(l.Consent), Options: []option{{"", "not known"}, {"yes", "yes"}, {"no", "no"}}},
	}
	for i := range f.Fields {
		f.Fields[i].Was = f.Fields[i].Value
	}
	return f
}

// field finds a field, which must be there.
func (f *factsForm) field(name string) *factField {
	for i := range f.Fields {
		if f.Fields[i].Name == name {
			return &f.Fields[i]
		}
	}
	panic("no field " + name)
}

// read takes what was sent. What is wrong with it comes as sentences.
func (f *factsForm) read(sent url.Values) (wrong []string) {
	f.Open = true
	for i := range f.Fields {
		n := &f.Fields[i]
		n.Value, n.Was = strings.TrimSpace(sent.Get(n.Name)), sent.Get("was."+n.Name)
	}
	for name, change := range map[string]func(string) string{"email": strings.ToLower, "industry": strings.ToLower, "country": strings.ToUpper} {
		n := f.field(name)
		n.Value = change(n.Value)
	}
	for i := range f.Fields {
		if says := f.Fields[i].check(); says != "" {
			f.Fields[i].Wrong, wrong = true, append(wrong, says)
		}
	}
	var err error
	if f.Version, err = strconv.ParseInt(sent.Get("version"), 10, 64); err != nil || f.Version < 1 {
		wrong = append(wrong, "The form is not complete. Please use the one below.")
	}
	return wrong
}

// check says what is wrong with a field; empty: nothing.
func (n *factField) check() string {
	ok, want := true, ""
	switch n.Name {
	case "email":
		ok, want = isEmail(n.Value), wantEmail
	case "country":
		ok, want = isCountry(n.Value), wantCountry
	case "employees":
		_, ok = readEmployees(n.Value)
		want = wantEmployees
	case "consent":
		_, ok = readConsent(n.Value)
		want = wantConsent
	default:
		ok, want = isLine(n.Value, n.Most), fmt.Sprintf("at most %d characters on one line", n.Most)
		if n.Needed && n.Value == "" {
			ok, want = false, "a text"
		}
	}
	if ok {
		return ""
	}
	return n.Label + " is " + want + butIs(n.Value)
}

// lead is a lead with the facts of a form that has been checked.
func (f *factsForm) lead() *Lead {
	l := &Lead{
		ID: f.ID, Company: f.field("company").Value, Contact: f.field("contact").Value, Email: f.field("email").Value,
		Industry: f.field("industry").Value, Country: f.field("country").Value,
	}
	l.Employees, _ = readEmployees(f.field("employees").Value)
	l.Consent, _ = readConsent(f.field("consent").Value)
	return l
}

// saveFacts changes the facts of a lead, if nobody has changed them since a version.
func (c *crm) saveFacts(ctx context.Context, l *Lead, version int64, who person) (saved bool, err error) {
	employees, consent := l.nullable()
	err = inTx(ctx, c.db, func(tx *sql.Tx) error {
		r, err := tx.ExecContext(ctx, c.db.SQL(`UPDATE crm_leads SET company = ?, contact = ?, email = ?, industry = ?, country = ?, employees = ?, consent = ?,
		version = version + 1, changed_by = ?, changed = ? WHERE id = ? AND version = ?`),
			l.Company, l.Contact, l.Email, l.Industry, l.Country, employees, consent, who.ID, c.now().UnixMicro(), l.ID, version)
		if err != nil {
			return err
		}
		n, err := r.RowsAffected()
		saved = n > 0
		return err
	})
	if err != nil {
		return false, fmt.Errorf("facts of lead %s: %w", l.ID, err)
	}
	return saved, nil
}

// withEmail finds the lead that has an address; empty: none.
func (c *crm) withEmail(ctx context.Context, email string) (id string, err error) {
	list, err := c.known(ctx, []string{email})
	return list[email], err
}

func employeesText(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

func consentText(yes *bool) string {
	if yes == nil {
		return ""
	}
	return map[bool]string{true: "yes", false: "no"}[*yes]
}
