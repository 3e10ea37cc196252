package leadcsv_test

import (
	"context"
	"fmt"
	"io"
	"log"
	"strconv"
	"strings"

	"github.com/leadline-go/leadline/lead/leadcsv"
)

// A change file has one row per change of a lead's status.
func Example() {
	const mapFile = `
lead: Lead ID
status: New Stage
at: {column: Changed, format: "02.01.2006 15:04"}
labels: [Owner]
zone: Europe/Vienna
`
	const export = `Lead ID,Changed,New Stage,Owner
17,02.03.2026 09:30,SAL,Kim
17,27.02.2026 16:05,MQL,
`
	m, err := leadcsv.ReadMap(strings.NewReader(mapFile), "stages.yaml")
	if err != nil {
		fmt.Println(err)
		return
	}
	mapping, err := leadcsv.Compile(m)
	if err != nil {
		fmt.Println(err)
		return
	}
	history, err := leadcsv.Read(context.Background(), []leadcsv.File{
		{Name: "stages.csv", Reader: strings.NewReader(export), Mapping: mapping},
	}, leadcsv.Limits{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for t := range history.All() {
		fmt.Println(t.LeadID, t.Version, t.From, "->", t.To, t.At, t.Labels)
	}
	// Output:
	// 17 1  -> MQL 2026-02-27 15:05:00 +0000 UTC map[]
	// 17 2 MQL -> SAL 2026-03-02 08:30:00 +0000 UTC map[Owner:Kim]
}

// Two wide files, of contacts and of deals, are joined by lead. The contact's label
// is on the deal's row, too.
func ExampleRead() {
	contacts, err := leadcsv.Compile(leadcsv.Map{
		Lead: "id",
		Milestones: []leadcsv.Milestone{
			{Status: "mql", At: leadcsv.Time{Column: "first_contact", Format: "2006-01-02"}},
		},
		Labels: []string{"origin"},
		Where:  []leadcsv.Condition{{Column: "origin", NotIn: []string{"test"}}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	deals, err := leadcsv.Compile(leadcsv.Map{
		Lead: "contact",
		Milestones: []leadcsv.Milestone{
			{Status: "won", At: leadcsv.Time{Column: "won", Format: leadcsv.RFC3339}},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	history, err := leadcsv.Read(context.Background(), []leadcsv.File{
		{Name: "contacts.csv", Mapping: contacts, Reader: strings.NewReader("id,first_contact,origin\n7,2026-03-01,email\n8,2026-03-02,test\n")},
		{Name: "deals.csv", Mapping: deals, Reader: strings.NewReader("contact,won\n7,2026-03-19T12:00:00+01:00\n")},
	}, leadcsv.Limits{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for t := range history.All() {
		fmt.Println(t.LeadID, t.Version, t.To, t.At.Format("2006-01-02 15:04"), t.Labels["origin"])
	}
	for _, f := range history.Files() {
		fmt.Println(f.Name, "records:", f.Records, "left out:", f.Excluded)
	}
	// Output:
	// 7 1 mql 2026-03-01 00:00 email
	// 7 2 won 2026-03-19 11:00 email
	// contacts.csv records: 2 left out: 1
	// deals.csv records: 1 left out: 0
}

// What cannot be read for certain is refused, with its place.
func ExampleDataError() {
	mapping, err := leadcsv.Compile(leadcsv.Map{
		Lead: "id", Status: []string{"stage"},
		At: leadcsv.Time{Column: "ts_ms", Format: leadcsv.UnixMilli},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = leadcsv.Read(context.Background(), []leadcsv.File{
		{Name: "deals.csv", Mapping: mapping, Reader: strings.NewReader("id,stage,ts_ms\n1,mql,1270047582000\n2,mql,yesterday\n")},
	}, leadcsv.Limits{})
	fmt.Println(err)
	// Output:
	// deals.csv:3: column ts_ms: expected milliseconds since 1970, found "yesterday"
}

func ExampleOpenTable() {
	t, err := leadcsv.OpenTable("contacts.csv", strings.NewReader("id;employees\nC-1;400\nC-2;many\n"))
	if err != nil {
		log.Fatal(err)
	}
	for err = t.Next(); err == nil; err = t.Next() {
		n, wrong := strconv.Atoi(t.Cell(1))
		if wrong != nil {
			err = t.CellError(1, "a whole number", strconv.Quote(t.Cell(1)))
			break
		}
		fmt.Println(t.Cell(0), n)
	}
	if err != io.EOF {
		fmt.Println(err)
	}
	// Output:
	// C-1 400
	// contacts.csv:3: column employees: expected a whole number, found "many"
}
