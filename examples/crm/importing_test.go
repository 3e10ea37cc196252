package main

import (
	"database/sql"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/scoring"
)

const goodFile = "company,contact,email,industry,country,employees,consent,source\n" +
	"Muster Antriebe GmbH,Erika Muster,e.muster@antriebe.example,machinery,AT,250,yes,fair\n" +
	"\"Beispiel, Guss AG\",Max Beispiel,m.beispiel@guss.example,automotive,de,,no,web\n"

func TestAGoodFileIsShownAndThenImported(t *testing.T) {
	f := open(t)
	mia := f.as("mia")
	before := f.count("crm_leads")
	page := mia.get("/import")
	preview := mia.upload("/import/check", page.form("check-form"), goodFile)
	preview.expect(t, http.StatusOK, "leads.csv: 2 leads, 0 of them would be MQLs", "Beispiel, Guss AG", "DE")
	if n := f.count("crm_leads"); n != before {
		t.Fatalf("%d leads, before %d: looking at a file has imported it", n, before)
	}
	form := preview.form("import-form")
	for range 2 { // a double click
		mia.upload("/import", form, "").expect(t, http.StatusOK, "2 leads have been imported, 0 of them are MQLs.")
	}
	if n := f.count("crm_leads"); n != before+2 {
		t.Errorf("%d leads, before %d", n, before)
	}
	id := fmt.Sprintf("L-%04d", before+1)
	if st := f.state(id); st.Status != "inquiry" || st.Labels["source"] != "fair" {
		t.Errorf("%s stands at %+v", id, st)
	}
	mia.get("/leads/"+id).expect(t, http.StatusOK, "Muster Antriebe GmbH", "Erika Muster", "250")
	// The same file again is known.
	mia.upload("/import/check", page.form("check-form"), goodFile).expect(t, http.StatusUnprocessableEntity,
		"Nothing has been imported", "a lead that is not here yet", `"e.muster@antriebe.example", which is `+id)
}

func TestIndustriesThatTheCriteriaDoNotKnowAreTold(t *testing.T) {
	f := open(t)
	mia := f.as("mia")
	page := mia.get("/import")
	const known = "The criteria know these industries: automotive, electronics, machinery, plastics."
	got := mia.upload("/import/check", page.form("check-form"), goodFile+"Werk GmbH,,w@werk.example,Maschinenbau,AT,250,yes,fair\nNix GmbH,,n@nix.example,,AT,250,yes,fair\n")
	got.expect(t, http.StatusOK, known+" Others get no points, in this file: maschinenbau.")
	if got := mia.upload("/import/check", page.form("check-form"), goodFile); strings.Contains(got.text, known) {
		t.Errorf("all industries of this file are known: %s", got.text)
	}
	var many strings.Builder
	for i := range 7 {
		fmt.Fprintf(&many, "Werk,,w%d@werk.example,other %d,AT,250,yes,fair\n", i, i)
	}
	mia.upload("/import/check", page.form("check-form"), goodFile+many.String()).expect(t, http.StatusOK, "in this file: other 0, other 1, other 2, other 3, other 4 and 2 more.")
}

func TestALeadThatReachesTheLineIsQualified(t *testing.T) {
	f := open(t)
	l := &Lead{ID: "L-9002", Company: "Line GmbH", Email: "a@line.example", Industry: "machinery", Country: "AT", Employees: new(100), Consent: new(true), Source: "web", Came: f.now}
	l.Activities = []scoring.Activity{{Type: "demo_request", At: f.now}}
	var qualified bool
	err := inTx(t.Context(), f.app.db, func(tx *sql.Tx) (err error) {
		qualified, err = f.app.open(t.Context(), tx, l)
		return err
	})
	if st := f.state(l.ID); err != nil || !qualified || st.Status != "mql" || st.Last.Kind != lead.System {
		t.Errorf("%v, %v, %+v", qualified, err, st)
	}
}

func TestABadFileImportsNothingAndEveryProblemIsNamed(t *testing.T) {
	t.Parallel()
	f := open(t)
	mia := f.as("mia")
	known := "j.moser@alpen-antriebe.example"
	page := mia.get("/import")
	before := f.count("crm_leads")
	bad := "company,contact,email,industry,country,employees,consent\n" +
		",Nobody,a@b.example,machinery,AT,1,yes\n" +
		"Two,,no address,machinery,AUT,many,perhaps\n" +
		"Three,,A@b.example,,,-4,\n"
	got := mia.upload("/import/check", page.form("check-form"), bad)
	got.expect(t, http.StatusUnprocessableEntity,
		`2 company a text ""`,
		`3 email an address such as "ann@company.example" "no address"`,
		`3 country two letters such as "AT", or nothing "AUT"`,
		`3 employees a whole number from 1 such as "250", or nothing "many"`,
		`3 consent "yes", "no", or nothing if it is not known "perhaps"`,
		`4 email each address once, and not as in line 2 again "A@b.example"`,
		`4 employees a whole number from 1 such as "250", or nothing "-4"`,
	)
	for name, tt := range map[string]struct {
		file string
		want string
	}{
		"no header":        {"", "the file the whole line a header line an empty file"},
		"no rows":          {"company,contact,email,industry,country,employees,consent\n", "leads no row behind the header"},
		"a column missing": {"company,contact,e-mail,industry,country,employees,consent\n", `1 email one column of this name`},
		"no CSV":           {"PK\x03\x04rest", "CSV in UTF-8, plain or compressed with gzip a zip archive"},
		"compressed":       {"\x1f\x8b\x08\x00", "CSV in UTF-8 a file compressed with gzip"},
		"not UTF-8":        {"company,contact,email,industry,country,employees,consent\nM\xfcller,,a@b.example,,,,\n", "UTF-8"},
		"fields":           {"company,contact,email,industry,country,employees,consent\na,b\n", "7 fields as in the header 2"},
		"a control":        {"company,contact,email,industry,country,employees,consent,source\na,b,a@b.example,,,,,fa\u0085ir\n", `2 source at most 60 characters on one line "fa\u0085ir"`},
		"known":            {"company,contact,email,industry,country,employees,consent\na,b," + known + ",,,,\n", known + `", which is L-0001`},
	} {
		t.Log(name)
		file := tt.file
		if file == "" {
			file = "\n"
		}
		mia.upload("/import/check", page.form("check-form"), file).expect(t, http.StatusUnprocessableEntity, "Nothing has been imported", tt.want)
	}
	// One row of many is bad, in a form that was made by hand: nothing is imported.
	form := url.Values{"token": {page.token()}, "key": {"k"}, "text": {goodFile + "x,y,z,,,,,\n"}}
	mia.upload("/import", form, "").expect(t, http.StatusUnprocessableEntity, "4 email")
	// Many problems are cut, and their number is told.
	many := "company,contact,email,industry,country,employees,consent\n" + strings.Repeat("x,,none,,,,\n", 70)
	mia.upload("/import/check", page.form("check-form"), many).expect(t, http.StatusUnprocessableEntity, "and 20 more problems")
	var tooMany strings.Builder
	tooMany.WriteString("company,contact,email,industry,country,employees,consent\n")
	for i := range mostRows + 1 {
		tooMany.WriteString(fmt.Sprintf("x,,a%d@b.example,,,,\n", i))
	}
	mia.upload("/import/check", page.form("check-form"), tooMany.String()).expect(t, http.StatusUnprocessableEntity, "at most 2000 leads")
	mia.upload("/import/check", page.form("check-form"), strings.Repeat("x", mostImport+1)).expect(t, http.StatusRequestEntityTooLarge)
	mia.upload("/import/check", page.form("check-form"), strings.Repeat("x", mostImport+2*mostForm)).expect(t, http.StatusRequestEntityTooLarge)
	mia.upload("/import/check", page.form("check-form"), "").expect(t, http.StatusUnprocessableEntity, "There was no file")
	f.as("").upload("/import", url.Values{"token": {f.as("").get("/").token()}}, "").expect(t, http.StatusForbidden)
	if n := f.count("crm_leads"); n != before {
		t.Errorf("%d leads, before %d", n, before)
	}
}

func TestAnImportIsAllOrNothing(t *testing.T) {
	f := open(t)
	before := f.count("crm_leads")
	file, err := f.app.readImport(t.Context(), "file", goodFile)
	if err != nil || len(file.Problems) > 0 {
		t.Fatal(err, file.Problems)
	}
	file.Leads[1].Email = "j.moser@alpen-antriebe.example" // somebody else has taken it in meanwhile
	if _, err := f.app.importLeads(t.Context(), file, newImportForm("k", person{ID: "mia"}, goodFile)); err == nil {
		t.Error("an address is there twice")
	}
	if n := f.count("crm_leads"); n != before {
		t.Errorf("%d leads, before %d", n, before)
	}
	// What the library refuses is a problem of the file, by its line.
	if file, err = f.app.readImport(t.Context(), "file", goodFile); err != nil || len(file.Problems) > 0 {
		t.Fatal(err, file.Problems)
	}
	file.Leads[1].Source = "w\u0085eb"
	_, err = f.app.importLeads(t.Context(), file, newImportForm("k", person{ID: "mia"}, goodFile))
	const want = "file:3: expected a lead that can be kept, found Labels[\"source\"]: expected UTF-8 text of at most 255 bytes without control characters, found \"w\\u0085eb\""
	if list := dataErrors(err); len(list) != 1 || list[0].Error() != want {
		t.Errorf("%v", err)
	}
	if n := f.count("crm_leads"); n != before {
		t.Errorf("%d leads, before %d", n, before)
	}
	var rows int
	for range f.app.store.History(t.Context(), lead.Query{LeadID: leadID(before + 1)}) {
		rows++
	}
	if rows > 0 {
		t.Errorf("a history of %d rows is left", rows)
	}
}

func TestALeadThatTheLibraryRefusesIsAProblemOfTheFile(t *testing.T) {
	f := open(t)
	mia := f.as("mia")
	form := mia.upload("/import/check", mia.get("/import").form("check-form"), goodFile).form("import-form")
	before := f.count("crm_leads")
	// No file that has been checked is refused. A clock beyond all calendars refuses any.
	f.app.tracker = lead.NewTracker(f.app.machine, f.app.store, lead.Config{Now: func() time.Time { return time.Date(10001, 1, 1, 0, 0, 0, 0, time.UTC) }})
	mia.upload("/import", form, "").expect(t, http.StatusUnprocessableEntity, "Nothing has been imported",
		"2 the whole line a lead that can be kept At, Due: expected years from 1 to 9999")
	if n := f.count("crm_leads"); n != before || f.log.Len() > 0 {
		t.Errorf("%d leads, before %d; the log: %s", n, before, f.log)
	}
}
