const s=require('semver');
for (const l of require('fs').readFileSync(0,'utf8').split('\n')) { if(!l) continue; const [a,b]=l.split('\t'); let r; try{r=s.compare(a,b)}catch(e){r='?'} console.log(l+'\t'+r) }
