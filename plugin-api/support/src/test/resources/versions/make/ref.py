import sys,subprocess
eco=sys.argv[1]
from packaging.version import Version,InvalidVersion
for l in sys.stdin:
    l=l.rstrip('\n'); a,b=l.split('\t')
    if eco=='PyPI':
        try: va,vb=Version(a),Version(b); r=(va>vb)-(va<vb)
        except InvalidVersion: r='?'
        print(l+'\t'+str(r))
