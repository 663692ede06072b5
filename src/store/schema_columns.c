// The columns of the documented tables by name, in their order: what the words of a question mean
// is found out without asking an engine. A test holds them to what the engines give.
#include "store/schema.h"

#include <string.h>

static const struct {
    const char *dataset, *columns;
} lists[] = {
    {"partnerships",
     "fact id title summary date first last precision approximate uncertain year "
     "decade sector sector_label sector_code sectors sector_count "
     "sector_as_published status status_label status_code status_order "
     "status_as_published instrument instrument_code parties party_count "
     "countries partner partner_code partner_country venue place venue_country "
     "amount currency basis basis_label amount_usd basis_usd basis_usd_label umbrella counted "
     "amount_converted converted_currency counted_converted commitments evidence verified source "
     "source_title url inferred origin extracted_by extracted_at confidence"},
    {"partnership_sectors",
     "fact id title sector sector_label sector_code sector_slot position share "
     "date first last precision year decade status status_label status_code "
     "status_order instrument instrument_code partner partner_code parties "
     "amount_usd basis_usd basis_usd_label umbrella counted origin"},
    {"partnership_parties",
     "fact id title party party_label party_code party_as_published country role "
     "organisation kind position sector sector_label sector_code date first last "
     "precision year decade status status_label status_code status_order "
     "instrument instrument_code partner partner_code parties amount_usd basis_usd "
     "basis_usd_label umbrella counted origin"},
    {"commitments",
     "fact id title position text by due due_first due_last status state state_label "
     "days_overdue first_due slips slipped_days year sector sector_code partner "
     "partner_code"},
    {"amounts",
     "fact id title position value currency basis basis_label date first last year sector "
     "sector_code status status_code umbrella counted converted "
     "converted_currency counted_converted origin"},
    {"quantities", "fact id title position label value unit as_of year sector sector_code"},
    {"evidence", "fact id title position supports quote source source_title locator url start "
                 "end sha256 state score number"},
    {"inferences", "fact id source field reason"},
    {"merges", "fact id position member title rule score source source_title url record"},
    {"conflicts", "fact id title position field chosen other chosen_label other_label "
                  "chosen_source other_source chosen_title other_title rule year sector "
                  "sector_code"},
    {"sources", "number id title publisher url published published_first accessed language "
                "licence attribution captured captured_sha256 partnerships"},
    {"sectors", "sector sector_code parent slot position known partnerships"},
    {"statuses", "status status_code status_order position known partnerships"},
    {"parties", "party party_code country kind partnerships"},
    {"changes",
     "fact kind id title field item old new old_value new_value difference "
     "percent unit basis basis_label days material date first last year sector sector_code "
     "status status_code partner partner_code kind_order position"},
};

const char *schema_columns(const char *dataset) {
    for (guint i = 0; i < G_N_ELEMENTS(lists); i++)
        if (strcmp(lists[i].dataset, dataset) == 0)
            return lists[i].columns;
    return "";
}

bool schema_has_column(const char *dataset, const char *name) {
    gsize length = strlen(name);
    for (const char *at = schema_columns(dataset); *at; at += strspn(at, " ")) {
        gsize word = strcspn(at, " ");
        if (word == length && g_ascii_strncasecmp(at, name, length) == 0)
            return true;
        at += word;
    }
    return false;
}
