"""Domains that end an address: after an @ in code there are versions, names of files and attributes, too."""

import re

_COUNTRIES = """
ac ad ae af ag ai al am ao ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bw by bz ca cc cd cf cg
ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ga gd ge gf gg gh gi
gl gm gn gp gq gr gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky
kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni
nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sk sl sm sn so
sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz va vc ve vg vi vn vu wf ws ye
yt za zm zw
"""
_OTHERS = """
academy agency app art asia bank berlin bio biz blog build cafe care cat center chat church city cloud club codes com
community company coop corp design dev digital dog domains earth edu education email engineer engineering example
family farm finance foundation fun fyi gallery games gmbh gov group guru health help home host info ink institute int
internal international intra invalid jobs kim land lan legal life link live local localhost london love ltd market
media mil mobi moe money museum name net network news ngo ninja nyc one online org page paris partners photo plus press
pro pub red ren rocks run school science security services shop show site social software solutions space store studio
support swiss systems team tech technology test tips today tokyo tools top town tube university video vip watch website
wiki win work works world xyz zone
"""
TOP_DOMAINS = frozenset(re.findall(r"\w+", _COUNTRIES + _OTHERS))
"""Those of countries, the common ones of the others, and those that are used within companies."""
