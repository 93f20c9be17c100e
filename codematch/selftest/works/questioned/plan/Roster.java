package desk;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;

public final class Roster
{
    private final ArrayDeque<String> waiting = new ArrayDeque<>();
    private final Map<LocalDate, String> watches = new LinkedHashMap<>();

    public void enlist(String keeper, int seniority)
    {
        if (seniority >= 7)
        {
            waiting.addFirst(keeper); // those who have served longest
        }
        else
        {
            waiting.addLast(keeper);
        }
    }

    public int fill(LocalDate from, LocalDate until)
    {
        int open = 0;
        for (LocalDate night = from; !night.isAfter(until); night = night.plusDays(1))
        {
            String chosen = null;
            for (int turn = waiting.size(); turn > 0 && chosen == null; turn--)
            {
                String keeper = waiting.pollFirst();
                LocalDate monday = night.with(DayOfWeek.MONDAY);
                boolean free = watches.entrySet().stream().noneMatch(
                    watch -> watch.getValue().equals(keeper)
                        && !watch.getKey().isBefore(monday));
                if (free)
                {
                    chosen = keeper;
                }
                waiting.addLast(keeper);
            }
            if (chosen == null)
            {
                open++;
                continue;
            }
            watches.put(night, chosen);
        }
        return open;
    }
}
