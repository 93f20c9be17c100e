/* Resistor bands: from the colours to ohms, in no relation to anything in the other work. */
#include <ctype.h>

static const char *const BANDS[] = {"black", "brown", "red", "orange", "yellow", "green", "blue", "violet", "grey"};

double ohms(const char *colours)
{
    double value = 0;
    int seen = 0;

    do {
        int band = 0;

        for (; band < 9 && *colours != *BANDS[band]; ++band)
            ;
        if (++seen < 3)
            value = value * 10 + band;
        else
            for (; band; --band)
                value *= 10;
        while (isalpha((unsigned char)*colours))
            ++colours;
    } while (*colours++ == '-');
    return seen == 3 ? value : -1;
}
