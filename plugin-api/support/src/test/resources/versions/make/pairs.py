import random,sys
def nums(r,lo=1,hi=4):
    return '.'.join(r.choice(['0','0','1','1','2','3','9','10','11','20','01','100','2023']) for _ in range(r.randint(lo,hi)))
def one(eco,r):
    n=nums(r)
    if eco=='Maven':
        s=n
        for _ in range(r.choice([0,0,1,1,1,2,3])):
            s+=r.choice(['-','.','','-','_'])+r.choice(['alpha','beta','a1','b2','m3','a','b','m','milestone','rc','cr','RC1','snapshot','SNAPSHOT','ga','final','Final','release','RELEASE','sp','sp1','jre','android','jre8','x','foo','1','0','2','00','pre','dev','20130101','v1','alpha-1','beta.2','incubating','redhat-00001','GA','1-1','final-0'])
        return s
    if eco=='PyPI':
        s=r.choice(['','','','','1!','v'])+n
        if r.random()<.4: s+=r.choice(['','.','-','_'])+r.choice(['a','b','c','rc','alpha','beta','pre','preview','RC'])+r.choice(['','.','-'])+r.choice(['','0','1','2','10'])
        if r.random()<.25: s+=r.choice(['.post','-post','post','.rev','.r','-r'])+r.choice(['','0','1','2','10'])
        elif r.random()<.1: s+='-'+r.choice(['0','1','5'])
        if r.random()<.25: s+=r.choice(['.dev','dev','-dev','_dev'])+r.choice(['','0','1','2','10'])
        if r.random()<.15: s+='+'+r.choice(['a','b','1','2','10','abc.1','abc-2','ubuntu.1','1.a','01','cu118','a.b','1_2'])
        return s
    if eco=='npm':
        s='.'.join(r.choice(['0','1','2','9','10','20','100']) for _ in range(3))
        if r.random()<.6: s+='-'+'.'.join(r.choice(['alpha','beta','rc','0','1','2','10','a','b1','b10','x-y','next','canary','rc1','rc-1','ALPHA','20230101','-1','1a']) for _ in range(r.randint(1,3)))
        if r.random()<.15: s+='+'+r.choice(['b1','20','sha.abc'])
        return s
    if eco=='Debian':
        s=r.choice(['','','','1:','0:','2:'])+nums(r)
        for _ in range(r.choice([0,0,1,1,2])): s+=r.choice(['~','+','.','','~~'])+r.choice(['rc1','beta','dfsg','git20200101','a','b','1','0','ds','deb12u1','really1.2','Z','z1','alpha~1'])
        if r.random()<.7: s+='-'+r.choice(['0','1','2','10','1ubuntu1','0ubuntu0.20.04.1','1~bpo11+1','1+deb11u1','2.1','0.1','1+b1','r0'])
        return s
    if eco=='Red Hat':
        s=r.choice(['','',''])+nums(r)
        for _ in range(r.choice([0,0,1,1,2])): s+=r.choice(['~','^','.','','_','+','~~','^^'])+r.choice(['rc1','beta','git20200101','a','b','1','0','alpha','2abc','P1','Z','','001'])
        return s
    if eco=='RubyGems':
        s=n
        for _ in range(r.choice([0,0,1,1,2,3])): s+=r.choice(['.','-','.',''])+r.choice(['a','b','rc1','pre','beta2','alpha','0','1','00','x','RC','pre1','b.2','java'])
        return s
    if eco=='Packagist':
        s=n
        for _ in range(r.choice([0,0,1,1,2])): s+=r.choice(['-','.','_','+',''])+r.choice(['alpha','beta','RC','rc','a','b','p','pl','dev','alpha1','beta2','RC3','p1','patch1','stable','foo','1','0','dev-1','rc.1','#','pre'])
        return s
def main():
    eco,n,seed=sys.argv[1],int(sys.argv[2]),int(sys.argv[3])
    r=random.Random(seed)
    for _ in range(n):
        a=one(eco,r); b=one(eco,r)
        if r.random()<.5:
            # alike: mutate a
            b=a
            k=r.random()
            if k<.3: b=a+r.choice(['.0','-1','.1','a','-rc1','.0.0','-0'])
            elif k<.6 and len(a)>1:
                i=r.randrange(len(a)); b=a[:i]+r.choice('0129.-ab')+a[i+1:]
            elif k<.8 and '.' in a: b=a[:a.rindex('.')]
            else:
                i=r.randrange(len(a)); b=a[:i]+r.choice('0129.-ab')+a[i:]
        print(a+'\t'+b)
main()
