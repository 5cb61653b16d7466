<?php while(($l=fgets(STDIN))!==false){$l=rtrim($l,"\n");[$a,$b]=explode("\t",$l);echo $l,"\t",version_compare($a,$b),"\n";}
