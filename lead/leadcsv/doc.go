// Package leadcsv reads a CRM's exported CSV as a lead history.
//
// Every CRM can export what happened to its leads, and none does it in the same
// shape. A [Map], written by hand in a dozen lines of YAML, says which column is
// what; [Compile] checks it, [Read] turns one or several files into a [History],
// and [History.All] yields the rows that package funnel reports on.
//
// # Two shapes
//
// A change file has one row per change: a lead, a status, a time.
//
//	lead: case_id
//	status: concept_name                  # or a list of columns, joined with "/"
//	at: {column: ts_ms, format: unix_ms}
//	order: seq                            # breaks ties of equal times
//	labels: [product]
//
// A wide file has one row per lead and a column per milestone:
//
//	lead: mql_id
//	milestones:
//	  - {status: mql, at: {column: first_contact_date, format: "2006-01-02"}}
//	  - {status: won, at: {column: won_date, format: "2006-01-02 15:04:05"}}
//	labels: [origin]
//	zone: UTC                                  # of times without one
//	where: [{column: origin, not_in: [test]}]  # also eq, in, prefix; all must hold
//
// # From files to rows
//
// A lead's rows are numbered from 1. Those of all change files are numbered
// together: by time, then order, then file, then place in the file; a row whose
// time is empty comes last and has a zero At, one of a map without order comes
// before others of its time. The rows of a wide file are numbered by the map's
// milestones and not by time: a deal that was won before its first contact keeps
// its place, for the funnel to report. An empty milestone was not reached and gives
// no row. If a lead has rows of both shapes, they stand file after file in the order
// given, not by time, and the rows of all change files stand where the first of the
// change files is.
//
// Exports overlap, so what repeats counts once. Changes are equal if lead, status,
// time, order and labels are. Of those that occur in several files, there are as
// many rows as the file has that has most of them. Within one file equal changes
// are so many rows, for each may have happened, unless they have an order value:
// then they are one. A wide file's record may repeat the lead's first, and not
// contradict it. [FileCount] has the number of records left out so.
//
// From is the status of the row before. The first row's event is [lead.EventOpen];
// that of the others is [EventImport], because an export says where a lead went
// and not what moved it. Recorded is At, Since the time of the row that began the
// visit. What an export cannot tell (actor, reason, Prior, Due) is left zero.
//
// A label has the name of its column. In a wide file it belongs to the lead, and
// all rows of the lead have it, from whichever file they come. In a change file it
// holds from its row on, by number, over one of the same name from a wide file,
// until another value comes: an empty cell changes nothing, because an export of
// changes leaves blank what did not change. So give a wide file before the change
// files if its milestones are not to have the labels of later changes.
//
// # What is refused
//
// A file is UTF-8 with a header line, plain or compressed with gzip (told by its
// content); a byte order mark is skipped. Cells are taken as they stand, outer
// spaces included. [Read] fails at the first row that it cannot read for certain,
// with a [*DataError] that names file, line and column: a history with holes gives
// wrong figures in silence. Rows that are to be left out are left out by where,
// which is asked before anything else in the row is looked at.
//
// Memory is bounded by [Limits]: a row takes some 40 bytes and a lead some 100,
// about twice that while reading. Texts are kept once.
//
// # Not for
//
// A live system, which writes its own history with [lead.Tracker]; nor for files
// that one would rather mend than refuse.
package leadcsv
