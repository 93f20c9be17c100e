"""Small works whose functions are long enough to be regions by themselves."""

from tests.folders import write_folder

LEDGER = '''
def settle_ledger(entries, opening_balance, limit):
    """Post every entry and return the closing balance."""
    balance = opening_balance
    rejected = []
    for entry in sorted(entries, key=lambda item: item.posting_date):
        if entry.amount > limit or entry.currency_code not in ACCEPTED_CURRENCIES:
            rejected.append((entry.reference, "amount or currency not accepted"))
            continue
        balance += entry.amount * EXCHANGE_RATES[entry.currency_code]
        audit_trail.record(entry.reference, balance, source="settlement")
    if rejected:
        notify_treasury(rejected, subject="entries that were not posted")
    return round(balance, 2), rejected
'''
VALVE = '''
def regulate_valve(sensor, setpoint, history):
    """Return how far the valve opens for the measured pressure."""
    deviation = setpoint - sensor.read_pressure_kpa()
    history.append(deviation)
    integral = sum(history[-WINDOW_LENGTH:]) * SAMPLE_SECONDS
    slope = (history[-1] - history[-2]) / SAMPLE_SECONDS if len(history) > 1 else 0.0
    opening = GAIN_PROPORTIONAL * deviation + GAIN_INTEGRAL * integral + GAIN_DERIVATIVE * slope
    if opening > VALVE_FULLY_OPEN:
        alarm_panel.raise_warning("valve saturated", opening, sensor.identifier)
        opening = VALVE_FULLY_OPEN
    return max(opening, VALVE_CLOSED)
'''
ROUTE = '''
def shortest_route(network, departure, destination):
    """Return the stations of the quickest connection."""
    frontier = [(0, departure, ())]
    visited_stations = set()
    while frontier:
        minutes, station, travelled = heappop(frontier)
        if station == destination:
            return (*travelled, station), minutes
        if station in visited_stations:
            continue
        visited_stations.add(station)
        for track in network.outgoing_tracks(station):
            waiting = track.departure_interval // 2
            heappush(frontier, (minutes + waiting + track.travel_minutes, track.terminus, (*travelled, station)))
    raise NoConnection(f"{departure} is not connected with {destination}")
'''
OWN = """
def own_{0}(values):
    print("something of its own number {0}", len(values))
    return [value * {0} for value in values]
"""


write = write_folder
