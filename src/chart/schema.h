// Checks a specification before anything is made of it: closed objects, types of members, and what
// Accord does not draw.
#pragma once
#include "chart/context.h"

bool schema_check(Chart *chart); // false and reported when something is wrong
