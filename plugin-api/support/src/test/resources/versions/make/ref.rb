STDIN.each_line{|l| l=l.chomp; a,b=l.split("\t"); r='?'; begin; r=(Gem::Version.new(a)<=>Gem::Version.new(b)); rescue; end; puts "#{l}\t#{r}"}
